package hostler.registrar.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.etcd.Etcd;
import hostler.etcd.testkit.EtcdCluster;
import hostler.etcd.testkit.EtcdMember;
import hostler.etcd.testkit.Island;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random faults of etcd while services churn; after each one, and so at the end, etcd holds exactly
 * what is true. {@code -Dhostler.faults=N} says how many, {@code -Dhostler.seed=N} repeats a run,
 * {@code -Dhostler.fault=KIND} has one kind alone.
 */
class FaultRunTest {
    private static final int FAULTS = Integer.getInteger("hostler.faults", Fault.values().length);
    private static final long SEED = Long.getLong("hostler.seed", System.nanoTime());
    private static final String ONLY = System.getProperty("hostler.fault", "");
    private static final int AGENTS = 20;
    private static final int LONGEST_MS = 4_000;

    /** What took longer is told by itself. */
    private static final Duration REMARKABLE = Duration.ofMillis(1_500);

    private final Random random = new Random(SEED);
    private final Map<Fault, List<Duration>> healing = new EnumMap<>(Fault.class);
    private int snapshots;

    @TempDir Path directory;

    /** What goes wrong. */
    private enum Fault {
        KILL,
        FREEZE,
        PARTITION,
        REVOKE,
        DELETE,
        COMPACT,
        WIPE,
        RESTORE,
        MEMBER_LOSS,
        FROZEN_MEMBER,
        QUORUM_LOSS,
        ROLLING_RESTART
    }

    @Test
    void etcdShowsTheTruthAfterEveryFault() throws Exception {
        EtcdMember.require();
        Island.require();
        System.out.printf("seed %d, %d faults%n", SEED, FAULTS);
        try (Island island = new Island();
                EtcdMember member =
                        new EtcdMember(island.site(directory.resolve("alone"))).start();
                EtcdCluster cluster = EtcdCluster.started(3, directory.resolve("cluster"));
                Churn alone = new Churn(AGENTS, List.of(member.endpoint()), random);
                Churn many = new Churn(AGENTS, cluster.endpoints(), random);
                Etcd atMember = client(List.of(member.endpoint()));
                Etcd atCluster = client(cluster.endpoints())) {
            alone.awaitTruth(atMember, "the start", System.nanoTime());
            many.awaitTruth(atCluster, "the start", System.nanoTime());
            for (int number = 0; number < FAULTS; number++) {
                Fault fault = next(number);
                boolean clustered = fault.compareTo(Fault.MEMBER_LOSS) >= 0;
                if (clustered) {
                    strike(fault, cluster, many);
                    heal(fault, cluster.endpoints(), many);
                } else {
                    strike(fault, member, island, alone);
                    heal(fault, List.of(member.endpoint()), alone);
                }
            }
            assertThat(Churn.found(atMember)).isEqualTo(alone.expected());
            assertThat(Churn.found(atCluster)).isEqualTo(many.expected());
            assertThat(cluster.members().getFirst().leases()).hasSize(many.size());
            report();
        }
    }

    /** Counted from the moment at which etcd itself answers again. */
    private void heal(Fault fault, List<String> endpoints, Churn churn) throws Exception {
        Witness.Answer answer = Witness.awaitAnswer(endpoints);
        try (Etcd etcd = answer.from()) {
            Duration healed = churn.awaitTruth(etcd, fault.toString(), answer.at());
            healing.computeIfAbsent(fault, kind -> new ArrayList<>()).add(healed);
            if (healed.compareTo(REMARKABLE) > 0) {
                System.out.printf("%s took %d ms%n", fault, healed.toMillis());
            }
        }
    }

    private static Etcd client(List<String> endpoints) {
        return new Etcd(Registering.settings(endpoints));
    }

    /** Each kind once first. */
    private Fault next(int number) {
        if (!ONLY.isEmpty()) {
            return Fault.valueOf(ONLY);
        }
        Fault[] kinds = Fault.values();
        return kinds[number < kinds.length ? number : random.nextInt(kinds.length)];
    }

    private void strike(Fault fault, EtcdMember member, Island island, Churn churn)
            throws InterruptedException {
        switch (fault) {
            case KILL -> {
                member.kill();
                suffer(churn);
                member.launch();
            }
            case FREEZE -> {
                member.freeze();
                suffer(churn);
                member.thaw();
            }
            case PARTITION -> {
                island.cut();
                suffer(churn);
                island.heal();
            }
            case REVOKE ->
                    some(member.leases()).forEach(lease -> member.ctl("lease", "revoke", lease));
            case DELETE -> some(member.keys()).forEach(key -> member.ctl("del", key));
            case COMPACT -> {
                churn.happen();
                member.ctl("compact", Long.toString(revision(member)));
                member.kill();
                suffer(churn);
                member.launch();
            }
            case WIPE -> {
                member.kill().wipe();
                suffer(churn);
                member.launch();
            }
            case RESTORE -> {
                Path before = member.snapshot("snapshot" + snapshots++ + ".db");
                suffer(churn);
                member.kill().restore(before);
                suffer(churn);
                member.launch();
            }
            default -> throw new IllegalArgumentException(fault.toString());
        }
    }

    private void strike(Fault fault, EtcdCluster cluster, Churn churn) throws InterruptedException {
        List<EtcdMember> members = cluster.members();
        EtcdMember victim = members.get(random.nextInt(members.size()));
        switch (fault) {
            case MEMBER_LOSS -> {
                victim.kill();
                suffer(churn);
                victim.launch();
            }
            case FROZEN_MEMBER -> {
                victim.freeze();
                suffer(churn);
                victim.thaw();
            }
            case QUORUM_LOSS -> {
                List<EtcdMember> lost = members.stream().filter(one -> one != victim).toList();
                lost.forEach(EtcdMember::kill);
                suffer(churn);
                lost.forEach(EtcdMember::launch);
            }
            case ROLLING_RESTART -> {
                for (EtcdMember member : members) {
                    churn.happen();
                    member.kill().start();
                }
            }
            default -> throw new IllegalArgumentException(fault.toString());
        }
    }

    private static long revision(EtcdMember member) {
        String status = member.ctl("endpoint", "status", "--write-out=json");
        return Long.parseLong(status.replaceFirst("(?s).*\"revision\":(\\d+).*", "$1"));
    }

    private List<String> some(List<String> all) {
        return all.stream().filter(one -> random.nextInt(4) == 0).toList();
    }

    /** The fault lasts for a while, and services go on. */
    private void suffer(Churn churn) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMillis(random.nextInt(LONGEST_MS)).toNanos();
        while (System.nanoTime() < end) {
            churn.happen();
            Thread.sleep(random.nextInt(200));
        }
    }

    private void report() {
        List<Duration> all = healing.values().stream().flatMap(List::stream).sorted().toList();
        healing.forEach(
                (fault, times) ->
                        System.out.printf(
                                "%-16s %4d  p50 %5d ms  max %5d ms%n",
                                fault, times.size(), at(times, 50), at(times, 100)));
        System.out.printf(
                "%d faults, etcd as it should be after each; from etcd's return to all %d agents: p50 %d ms,"
                        + " p99 %d ms, max %d ms%n",
                all.size(), AGENTS, at(all, 50), at(all, 99), at(all, 100));
    }

    private static long at(List<Duration> times, int percent) {
        List<Duration> sorted = times.stream().sorted().toList();
        return sorted.get(Math.max(0, (sorted.size() * percent + 99) / 100 - 1)).toMillis();
    }
}
