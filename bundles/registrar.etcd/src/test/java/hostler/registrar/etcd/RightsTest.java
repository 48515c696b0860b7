package hostler.registrar.etcd;

import static hostler.registrar.etcd.Registering.agent;
import static hostler.registrar.testkit.RegistrarContract.await;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.etcd.Credentials;
import hostler.etcd.EtcdSettings;
import hostler.etcd.testkit.EtcdMember;
import hostler.etcd.testkit.EtcdMember.Site;
import hostler.registrar.api.Announcement;
import hostler.registrar.api.Registration;
import hostler.registrar.api.Registration.Cause;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registration as a user of etcd whose rights and tokens come and go. */
class RightsTest {
    private static final String ADDRESS = "192.0.2.1:10380";
    private static final Announcement OLD = agent("agent-001", ADDRESS, "old");
    private static final Announcement NEW = agent("agent-001", ADDRESS, "new");

    @TempDir Path directory;
    private EtcdMember member;
    private Registering registering;

    @BeforeEach
    void aUserWithRightsIsRegistered() throws Exception {
        EtcdMember.require();
        member =
                new EtcdMember(Site.alone(directory))
                        .with("--auth-token-ttl=1", "--log-level=debug")
                        .start();
        member.ctl("user", "add", "root:geheim");
        member.ctl("user", "grant-role", "root", "root");
        member.ctl("user", "add", "agent:vertraulich");
        member.ctl("role", "add", "announcer");
        for (String prefix : List.of("grpc://server-agent/", "/agents/", "hostler/agents/")) {
            member.ctl(
                    "role", "grant-permission", "announcer", "readwrite", prefix, "--prefix=true");
        }
        member.ctl("user", "grant-role", "agent", "announcer");
        member.ctl("auth", "enable");
        EtcdSettings open = Registering.settings(List.of(member.endpoint()));
        EtcdSettings settings =
                EtcdSettings.of(
                        open.endpoints(),
                        Optional.of(new Credentials("agent", "vertraulich")),
                        open.tls());
        registering = new Registering(settings, Registering.impatient(), OLD).awaitRegistered();
    }

    @AfterEach
    void stop() {
        registering.close();
        member.close();
    }

    private String asRoot(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "--user=root:geheim";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return member.ctl(all);
    }

    private String announced() {
        return asRoot("get", "--print-value-only", "/agents/agent/agent-001");
    }

    @Test
    void rightsThatAreTakenAwayAreToldAndAllIsWellOnceTheyAreBack() throws Exception {
        asRoot("user", "revoke-role", "agent", "announcer");
        registering.announce(NEW);

        await("it says so", () -> registering.unconfirmed(Cause.DENIED));
        assertThat(registering.registration().toString()).contains("permission denied");
        assertThat(announced()).contains("old");

        asRoot("user", "grant-role", "agent", "announcer");
        registering.awaitRegistered();
        await("the change is there", () -> announced().contains("new"));
        assertThat(asRoot("get", "", "--prefix", "--keys-only").split("\n+")).hasSize(3);
    }

    @Test
    void aTokenThatHasEndedIsNoticedByNobody() throws Exception {
        Registration before = registering.registration();
        await(
                "its token has ended",
                () ->
                        member.log()
                                .lines()
                                .anyMatch(
                                        line ->
                                                line.contains("deleted a simple token")
                                                        && line.contains("\"agent\"")));
        registering.announce(NEW);

        await("the change is there", () -> announced().contains("new"));
        assertThat(registering.registration()).isEqualTo(before);
    }
}
