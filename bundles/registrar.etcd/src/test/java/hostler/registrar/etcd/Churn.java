package hostler.registrar.etcd;

import hostler.etcd.Entry;
import hostler.etcd.Etcd;
import hostler.etcd.EtcdException;
import hostler.registrar.api.Announcement;
import hostler.registrar.api.Announcement.AnnouncedService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Agents whose services come, go, start and stop, and what etcd should show of them: byte for byte,
 * because no service ever gets older.
 */
final class Churn implements AutoCloseable {
    /** Not yet, so that its duration is always nothing. */
    private static final Instant NEVER_OLD = Instant.parse("2199-01-01T00:00:00Z");

    private static final int MOST_SERVICES = 6;

    private final RandomGenerator random;
    private final List<Announcement> truth = new ArrayList<>();
    private final List<Registering> agents = new ArrayList<>();

    Churn(int size, List<String> endpoints, RandomGenerator random) {
        this.random = random;
        for (int number = 0; number < size; number++) {
            Announcement agent = drawn(number);
            truth.add(agent);
            agents.add(new Registering(endpoints, agent));
        }
    }

    private Announcement drawn(int number) {
        return new Announcement(
                "agent-%03d".formatted(number),
                "0.1.0",
                "192.0.2." + number + ":10380",
                IntStream.range(0, random.nextInt(MOST_SERVICES)).mapToObj(this::service).toList());
    }

    private AnnouncedService service(int number) {
        return new AnnouncedService(
                "service-" + number,
                "1." + random.nextInt(9),
                random.nextBoolean() ? Optional.of(NEVER_OLD) : Optional.empty());
    }

    /** Something happens to some agent's services. */
    void happen() {
        int number = random.nextInt(agents.size());
        truth.set(number, drawn(number));
        agents.get(number).announce(truth.get(number));
    }

    int size() {
        return agents.size();
    }

    boolean allRegistered() {
        return agents.stream().allMatch(Registering::registered);
    }

    /** What etcd should hold, and nothing else. */
    Map<String, String> expected() {
        Map<String, String> expected = new TreeMap<>();
        for (Announcement agent : truth) {
            Entries entries = Entries.of("/agents", agent, Instant.EPOCH);
            expected.put(entries.keys().controller(), entries.controller());
            expected.put(entries.keys().code(), entries.controller());
            expected.put(entries.keys().resolver(), entries.resolver());
        }
        return expected;
    }

    /** What etcd does hold. */
    static Map<String, String> found(Etcd etcd) throws EtcdException {
        Map<String, String> found = new TreeMap<>();
        for (Entry entry : etcd.list("").entries()) {
            found.put(entry.key(), entry.value());
        }
        return found;
    }

    /**
     * Waits until etcd shows the truth and every agent knows it.
     *
     * @param since from when on it is counted, in {@link System#nanoTime}
     * @return how long that took
     */
    Duration awaitTruth(Etcd etcd, String after, long since) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Map<String, String> expected = expected();
        Map<String, String> found = Map.of();
        while (!(found.equals(expected) && allRegistered())) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "after "
                                + after
                                + " etcd holds "
                                + found
                                + " instead of "
                                + expected
                                + "; "
                                + agents.stream().map(Registering::registration).toList());
            }
            Thread.sleep(Duration.ofMillis(20));
            found = attempted(etcd);
        }
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private static Map<String, String> attempted(Etcd etcd) {
        try {
            return found(etcd);
        } catch (EtcdException e) {
            return Map.of();
        }
    }

    @Override
    public void close() {
        agents.parallelStream().forEach(Registering::close);
    }
}
