package hostler.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hostler.cli.Environment;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.Code;
import hostler.cli.rpc.RpcException;
import hostler.etcd.testkit.EtcdMember;
import hostler.etcd.testkit.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real etcd. */
class EtcdRegistryTest {
    private static final String KEY = "grpc://server-agent/192.0.2.2:10380";

    @TempDir Path directory;

    @BeforeAll
    static void peers() {
        EtcdMember.require();
    }

    private static Registry open(Map<String, String> variables, String... options)
            throws UsageException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Environment environment =
                new Environment(
                        variables, null, InputStream.nullInputStream(), nowhere, nowhere, false);
        return EtcdRegistry.open(FleetFixture.options(options), environment);
    }

    @Test
    void whatAgentsRegisteredIsFoundAndNothingElse() throws Exception {
        try (EtcdMember etcd = EtcdMember.started(directory)) {
            etcd.ctl("put", KEY, "{}");
            etcd.ctl("put", "/agents/agent/agent-001", "{}");
            String url = "etcd://127.0.0.1:1," + etcd.endpoint();
            assertThat(open(Map.of(), "--fleet", url).entries())
                    .containsExactly(new Registry.Entry(KEY, "{}"));
        }
    }

    @Test
    void thePasswordComesFromItsFileAndIsShownNowhere() throws Exception {
        try (EtcdMember etcd = EtcdMember.started(directory)) {
            etcd.ctl("put", KEY, "{}");
            etcd.ctl("user", "add", "root:s3cret");
            etcd.ctl("user", "grant-role", "root", "root");
            etcd.ctl("auth", "enable");
            String url = "etcd://" + etcd.endpoint();
            assertThat(open(root("s3cret\n"), "--fleet", url).entries()).hasSize(1);
            RpcException denied =
                    catchThrowableOfType(
                            RpcException.class,
                            () -> open(root("wr0ng"), "--fleet", url).entries());
            assertThat(denied.code()).isEqualTo(Code.PERMISSION_DENIED);
            assertThat(denied.getMessage()).doesNotContain("wr0ng");
        }
    }

    private Map<String, String> root(String password) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), password);
        return Map.of("HOSTLER_ETCD_USER", "root", "HOSTLER_ETCD_PASSWORD_FILE", file.toString());
    }

    @Test
    void overTlsBothSidesShowWhoTheyAre() throws Exception {
        Certificates files = Certificates.made(directory);
        String plain = "127.0.0.1:" + Ports.free();
        String secure = "127.0.0.1:" + Ports.free();
        EtcdMember.Site alone =
                EtcdMember.Site.alone(
                        directory,
                        "--listen-client-urls=http://" + plain + ",https://" + secure,
                        "--advertise-client-urls=http://" + plain,
                        "--cert-file=" + files.certificate("server"),
                        "--key-file=" + files.key("server"),
                        "--trusted-ca-file=" + files.certificate("ca"),
                        "--client-cert-auth");
        try (EtcdMember etcd = new EtcdMember(at(alone, plain)).start()) {
            etcd.ctl("put", KEY, "{}");
            String ca = files.certificate("ca").toString();
            String[] known = {
                "--fleet",
                "etcd://" + secure,
                "--etcd-ca",
                ca,
                "--etcd-cert",
                files.certificate("client").toString(),
                "--etcd-key",
                files.key("client").toString()
            };
            assertThat(open(Map.of(), known).entries()).hasSize(1);
            Registry nobody = open(Map.of(), "--fleet", "etcd://" + secure, "--etcd-ca", ca);
            assertThatExceptionOfType(RpcException.class).isThrownBy(nobody::entries);
        }
    }

    /** The same place with another port for clients. */
    private static EtcdMember.Site at(EtcdMember.Site site, String endpoint) {
        return new EtcdMember.Site(
                site.name(),
                site.directory(),
                site.host(),
                Integer.parseInt(endpoint.substring(endpoint.indexOf(':') + 1)),
                site.peerPort(),
                site.cluster(),
                site.prefix(),
                site.arguments());
    }

    @Test
    void anEtcdThatIsAwayIsNotAnEmptyFleet() throws Exception {
        Registry registry = open(Map.of(), "--fleet", "etcd://127.0.0.1:1");
        assertThatExceptionOfType(RpcException.class)
                .isThrownBy(registry::entries)
                .withMessageContaining("127.0.0.1:1")
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.UNREACHABLE));
    }

    @Test
    void whatDoesNotNameAnEtcdIsRefused() {
        for (List<String> wrong :
                List.of(
                        List.of("--fleet", "10.0.0.1:2379"),
                        List.of("--fleet", "etcd://"),
                        List.of("--fleet", "etcd://root:pw@10.0.0.1:2379"),
                        List.of("--fleet", "etcd://10.0.0.1:2379", "--etcd-cert", "x.pem"))) {
            assertThatExceptionOfType(UsageException.class)
                    .as("%s", wrong)
                    .isThrownBy(() -> open(Map.of(), wrong.toArray(String[]::new)))
                    .withMessageNotContaining(":pw@");
        }
    }

    @Test
    void aUserWithoutAPasswordIsRefused() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(
                        () ->
                                open(
                                        Map.of("HOSTLER_ETCD_USER", "root"),
                                        "--fleet",
                                        "etcd://10.0.0.1:2379"))
                .withMessageContaining("HOSTLER_ETCD_PASSWORD_FILE");
    }
}
