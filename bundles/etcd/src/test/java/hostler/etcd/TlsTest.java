package hostler.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hostler.etcd.EtcdException.Kind;
import hostler.etcd.testkit.EtcdMember;
import hostler.etcd.testkit.EtcdMember.Site;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real etcd that speaks TLS and wants to know who calls. */
class TlsTest {
    @TempDir Path directory;
    private EtcdMember member;

    @BeforeAll
    static void peers() {
        EtcdMember.require();
    }

    @BeforeEach
    void start() throws Exception {
        authority("ca");
        authority("stranger");
        certificate("server", "ca");
        certificate("client", "ca");
        certificate("other", "stranger");
        member = new EtcdMember(Site.alone(directory));
        String url = "https://" + member.endpoint();
        member.with(
                        "--listen-client-urls=" + url,
                        "--advertise-client-urls=" + url,
                        "--cert-file=" + file("server.pem"),
                        "--key-file=" + file("server.key"),
                        "--client-cert-auth",
                        "--trusted-ca-file=" + file("ca.pem"))
                .launch();
    }

    @AfterEach
    void stop() {
        member.close();
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private void authority(String name) throws Exception {
        openssl(
                "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=%s -keyout %s -out %s"
                        .formatted(name, file(name + ".key"), file(name + ".pem")));
    }

    private void certificate(String name, String authority) throws Exception {
        openssl(
                "req -newkey rsa:2048 -nodes -subj /CN=root -addext subjectAltName=IP:127.0.0.1"
                        + " -keyout %s -out %s"
                                .formatted(file(name + ".key"), file(name + ".csr")));
        openssl(
                "x509 -req -days 2 -copy_extensions copy -CAcreateserial -in %s -CA %s -CAkey %s -out %s"
                        .formatted(
                                file(name + ".csr"),
                                file(authority + ".pem"),
                                file(authority + ".key"),
                                file(name + ".pem")));
    }

    private static void openssl(String arguments) throws Exception {
        Process process =
                new ProcessBuilder(
                                Stream.concat(Stream.of("openssl"), Stream.of(arguments.split(" ")))
                                        .toList())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private Etcd client(String authority, String identity) {
        return new Etcd(
                EtcdSettings.of(
                        List.of(Endpoint.parse(member.endpoint())),
                        Optional.empty(),
                        TlsFiles.of(
                                Optional.of(file(authority + ".pem")),
                                Optional.of(file(identity + ".pem")),
                                Optional.of(file(identity + ".key")))));
    }

    private static void awaitOpen(Etcd etcd) throws InterruptedException {
        while (!etcd.accepts()) {
            Thread.sleep(20);
        }
    }

    @Test
    void bothSidesKnowEachOther() throws Exception {
        try (Etcd etcd = client("ca", "client")) {
            awaitOpen(etcd);
            etcd.commit(List.of(), List.of(new Change.Put("k", "v", 0)));

            assertThat(etcd.find("k")).map(Entry::value).contains("v");
        }
    }

    @Test
    void whoeverIsSignedByAStrangerIsNotServed() throws Exception {
        try (Etcd wrongClient = client("ca", "other");
                Etcd wrongServer = client("stranger", "client")) {
            awaitOpen(wrongClient);
            for (Etcd etcd : List.of(wrongClient, wrongServer)) {
                assertThatExceptionOfType(EtcdException.class)
                        .isThrownBy(() -> etcd.find("k"))
                        .extracting(EtcdException::kind)
                        .isEqualTo(Kind.DENIED);
            }
        }
    }

    @Test
    void filesThatAreNoneAreNamedAsTheCause() throws IOException, InterruptedException {
        Files.writeString(file("client.pem"), "no certificate");
        try (Etcd etcd = client("ca", "client")) {
            awaitOpen(etcd);
            assertThatExceptionOfType(EtcdException.class)
                    .isThrownBy(() -> etcd.find("k"))
                    .withMessageContaining("the certificate files for etcd")
                    .extracting(EtcdException::kind)
                    .isEqualTo(Kind.DENIED);
        }
    }
}
