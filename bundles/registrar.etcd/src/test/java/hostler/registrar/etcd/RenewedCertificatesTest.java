package hostler.registrar.etcd;

import static hostler.registrar.etcd.Registering.agent;
import static hostler.registrar.testkit.RegistrarContract.await;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.etcd.Etcd;
import hostler.etcd.EtcdSettings;
import hostler.etcd.TlsFiles;
import hostler.etcd.testkit.Certificates;
import hostler.etcd.testkit.EtcdMember;
import hostler.etcd.testkit.EtcdMember.Site;
import hostler.registrar.api.Announcement;
import hostler.registrar.api.Registration.Cause;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registration over TLS while authority and certificates are replaced on the disk. */
class RenewedCertificatesTest {
    private static final Announcement AGENT = agent("agent-001", "192.0.2.1:10380", "web");

    @TempDir Path directory;

    private static EtcdSettings settings(EtcdMember member, Certificates files) {
        EtcdSettings open = Registering.settings(List.of(member.endpoint()));
        return EtcdSettings.of(
                open.endpoints(),
                Optional.empty(),
                TlsFiles.of(
                        Optional.of(files.chain("ca")),
                        Optional.of(files.chain("client")),
                        Optional.of(files.key("client"))));
    }

    @Test
    void theNextConnectionUsesWhatIsThereAndUntilThenTheReasonIsTold() throws Exception {
        EtcdMember.require();
        Certificates.require();
        Certificates files =
                new Certificates(directory)
                        .authority("ca")
                        .signed("server", "ca")
                        .signed("client", "ca")
                        .authority("next-ca")
                        .signed("next-server", "next-ca")
                        .signed("next-client", "next-ca");
        try (EtcdMember member =
                        new EtcdMember(Site.alone(directory))
                                .secured(files, "server", "ca")
                                .launch();
                Registering registering =
                        new Registering(settings(member, files), Registering.impatient(), AGENT)
                                .awaitRegistered()) {
            member.kill().secured(files, "next-server", "next-ca").launch();
            await("it says why not", () -> registering.unconfirmed(Cause.DENIED));

            files.renew("ca", "next-ca");
            files.renew("client", "next-client");

            registering.awaitRegistered();
            try (Etcd etcd = new Etcd(settings(member, files))) {
                assertThat(etcd.list("").entries()).hasSize(3);
            }
        }
    }
}
