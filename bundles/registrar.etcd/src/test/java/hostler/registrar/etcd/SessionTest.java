package hostler.registrar.etcd;

import static hostler.registrar.etcd.Registering.agent;
import static hostler.registrar.testkit.RegistrarContract.await;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.etcd.Credentials;
import hostler.etcd.EtcdSettings;
import hostler.etcd.testkit.EtcdCluster;
import hostler.etcd.testkit.EtcdMember;
import hostler.registrar.api.Announcement;
import hostler.registrar.api.Registration.Cause;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a registration when etcd, or somebody in it, misbehaves. */
class SessionTest {
    private static final String CONTROLLER = "grpc://server-agent/192.0.2.1:10380";
    private static final String CODE = "/agents/agent/agent-001";
    private static final String RESOLVER = "hostler/agents/192.0.2.1:10380";
    private static final Announcement AGENT = agent("agent-001", "192.0.2.1:10380", "web");

    @TempDir Path directory;

    @BeforeAll
    static void peers() {
        EtcdMember.require();
    }

    private static Registering register(EtcdMember member) throws InterruptedException {
        return new Registering(List.of(member.endpoint()), AGENT).awaitRegistered();
    }

    private static void awaitWhole(EtcdMember member) throws InterruptedException {
        await(
                "all three keys are there",
                () -> member.keys().equals(List.of(CODE, CONTROLLER, RESOLVER)));
    }

    @Test
    void allKeysHangOnTheOneLeaseThereIs() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Registering registering = register(member)) {
            awaitWhole(member);
            List<String> leases = member.leases();
            assertThat(leases).hasSize(1);
            assertThat(member.ctl("lease", "timetolive", "--keys", leases.getFirst()))
                    .contains(CONTROLLER, CODE, RESOLVER)
                    .contains("granted with TTL(6s)");
            assertThat(member.value(CODE)).isEqualTo(member.value(CONTROLLER));
            assertThat(registering.registered()).isTrue();
        }
    }

    @Test
    void aCleanStopLeavesNeitherKeysNorLease() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory)) {
            register(member).close();

            assertThat(member.keys()).isEmpty();
            assertThat(member.leases()).isEmpty();
        }
    }

    @Test
    void aRevokedLeaseIsReplaced() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Registering _ = register(member)) {
            String lease = member.leases().getFirst();
            member.ctl("lease", "revoke", lease);

            awaitWhole(member);
            assertThat(member.leases()).hasSize(1).doesNotContain(lease);
        }
    }

    @Test
    void aDeletedKeyIsWrittenAgainUnderTheSameLease() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Registering _ = register(member)) {
            List<String> leases = member.leases();
            member.ctl("del", CONTROLLER);

            awaitWhole(member);
            assertThat(member.leases()).isEqualTo(leases);
        }
    }

    @Test
    void aValueThatSomebodyChangedIsPutRight() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Registering _ = register(member)) {
            String right = member.value(RESOLVER);
            member.ctl("put", RESOLVER, "wrong");

            await("it is right again", () -> member.value(RESOLVER).equals(right));
        }
    }

    @Test
    void wipedDataIsWrittenAgain() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Registering registering = register(member)) {
            member.kill().wipe().start();

            awaitWhole(member);
            registering.awaitRegistered();
        }
    }

    @Test
    void aRestoredSnapshotIsBroughtUpToDate() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Registering registering = register(member)) {
            Path before = member.snapshot("before.db");
            registering.announce(agent("agent-001", "192.0.2.1:10380", "web", "new"));
            await("the change is there", () -> member.value(CODE).contains("new"));

            member.kill().restore(before).start();

            await("the change is there again", () -> member.value(CODE).contains("new"));
            awaitWhole(member);
            await("one lease is left", () -> member.leases().size() == 1);
        }
    }

    @Test
    void aCompactedHistoryChangesNothing() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Registering registering = register(member)) {
            registering.announce(agent("agent-001", "192.0.2.1:10380", "web", "new"));
            await("the change is there", () -> member.value(CODE).contains("new"));
            member.ctl("put", "other", "1");
            member.ctl("compact", "4");
            member.kill().start();
            registering.announce(agent("agent-001", "192.0.2.1:10380", "newest"));

            await("the next change is there", () -> member.value(CODE).contains("newest"));
        }
    }

    @Test
    void theLossOfAMemberIsNotSeenByOthers() throws Exception {
        try (EtcdCluster cluster = EtcdCluster.started(3, directory);
                Registering registering =
                        new Registering(cluster.endpoints(), AGENT).awaitRegistered()) {
            EtcdMember survivor = cluster.members().getLast();
            List<String> leases = survivor.leases();

            cluster.members().getFirst().kill();
            registering.announce(agent("agent-001", "192.0.2.1:10380", "new"));

            await("the change is there", () -> survivor.value(CODE).contains("new"));
            assertThat(survivor.leases()).isEqualTo(leases);
        }
    }

    @Test
    void theLossOfTheQuorumIsToldAndHeals() throws Exception {
        try (EtcdCluster cluster = EtcdCluster.started(3, directory);
                Registering registering =
                        new Registering(cluster.endpoints(), AGENT).awaitRegistered()) {
            cluster.members().subList(0, 2).forEach(EtcdMember::kill);
            await("it says so", () -> !registering.registered());

            cluster.members().subList(0, 2).forEach(EtcdMember::launch);

            registering.awaitRegistered();
            awaitWhole(cluster.members().getLast());
        }
    }

    @Test
    void aFrozenEtcdIsToldAndForgottenOnceItGoesOn() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Registering registering = register(member)) {
            member.freeze();
            await("it says so", () -> !registering.registered());
            member.thaw();

            registering.awaitRegistered();
            awaitWhole(member);
            await("one lease is left", () -> member.leases().size() == 1);
        }
    }

    @Test
    void aFullEtcdIsAStateOfItsOwnThatEndsWithIt() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Registering registering = register(member)) {
            member.ctl("alarm", "list");
            fill(member);
            registering.announce(agent("agent-001", "192.0.2.1:10380", "new"));

            await("it says so", () -> registering.unconfirmed(Cause.FULL));
            assertThat(member.keys()).contains(CONTROLLER);

            member.kill().with("--quota-backend-bytes=100000000").launch();
            await(
                    "the alarm is off",
                    () -> {
                        member.attempt("alarm", "disarm");
                        return member.attempt("alarm", "list").isBlank();
                    });
            registering.awaitRegistered();
            assertThat(member.value(CODE)).contains("new");
        }
    }

    /** Raises the alarm that a used-up quota raises. */
    private static void fill(EtcdMember member) {
        member.kill().with("--quota-backend-bytes=40000").start();
        for (int n = 0; n < 200 && member.ctl("alarm", "list").isBlank(); n++) {
            member.attempt("put", "filler" + n, "x".repeat(20_000));
        }
    }

    @Test
    void aDeniedUserIsToldWithoutItsPassword() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory)) {
            member.ctl("user", "add", "root:geheim");
            member.ctl("user", "grant-role", "root", "root");
            member.ctl("auth", "enable");
            EtcdSettings open = Registering.settings(List.of(member.endpoint()));
            EtcdSettings wrong =
                    EtcdSettings.of(
                            open.endpoints(),
                            Optional.of(new Credentials("root", "falsch")),
                            open.tls());
            try (Registering registering = new Registering(wrong, Registering.plan(), AGENT)) {
                await("it says so", () -> registering.absent(Cause.DENIED));
                assertThat(registering.registration().toString())
                        .contains("root")
                        .doesNotContain("falsch");
            }
        }
    }

    @Test
    void anAgentThatDiedIsFollowedByItselfAtOnce() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory)) {
            String old = "{\"Addr\":\"192.0.2.1:10380\",\"MetadataX\":{\"AppID\":\"agent-001\"}}";
            member.ctl("put", CONTROLLER, old);
            member.ctl("put", CODE, old);
            try (Registering _ = register(member)) {
                assertThat(member.value(CODE)).contains("web");
            }
        }
    }

    @Test
    void whatCannotBeDialledIsTakenBack() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Registering registering = register(member)) {
            registering.show(new Outlook.Nothing(Cause.NO_ADDRESS, "set server.address"));

            await("it says why", () -> registering.absent(Cause.NO_ADDRESS));
            assertThat(member.keys()).isEmpty();
        }
    }

    @Test
    void whatIsNotKnownForAMomentStays() throws Exception {
        try (EtcdMember member = EtcdMember.started(directory);
                Registering registering = register(member)) {
            registering.show(new Outlook.Unknown("the door is being replaced"));
            registering.show(new Outlook.Ready(agent("agent-001", "192.0.2.1:10380", "new")));

            await("the change is there", () -> member.value(CODE).contains("new"));
            assertThat(member.leases()).hasSize(1);
        }
    }
}
