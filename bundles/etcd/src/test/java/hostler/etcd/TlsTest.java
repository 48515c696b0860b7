package hostler.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hostler.etcd.EtcdException.Kind;
import hostler.etcd.testkit.Certificates;
import hostler.etcd.testkit.EtcdMember;
import hostler.etcd.testkit.EtcdMember.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real etcd that speaks TLS and wants to know who calls. */
class TlsTest {
    @TempDir Path directory;
    private Certificates files;
    private EtcdMember member;

    @BeforeAll
    static void peers() {
        EtcdMember.require();
        Certificates.require();
    }

    @BeforeEach
    void start() {
        files =
                new Certificates(directory)
                        .authority("ca")
                        .authority("stranger")
                        .signed("server", "ca")
                        .signed("client", "ca")
                        .signed("other", "stranger");
        member = new EtcdMember(Site.alone(directory)).secured(files, "server", "ca").launch();
    }

    @AfterEach
    void stop() {
        member.close();
    }

    private Etcd client(String authority, String identity) {
        return new Etcd(
                EtcdSettings.of(
                        List.of(Endpoint.parse(member.endpoint())),
                        Optional.empty(),
                        TlsFiles.of(
                                Optional.of(files.chain(authority)),
                                Optional.of(files.chain(identity)),
                                Optional.of(files.key(identity)))));
    }

    private static void awaitOpen(Etcd etcd) throws InterruptedException {
        while (!etcd.serves()) {
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
        Files.writeString(files.chain("client"), "no certificate");
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
