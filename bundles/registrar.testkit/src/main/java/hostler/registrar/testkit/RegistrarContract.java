package hostler.registrar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.registrar.api.Announcement;
import hostler.registrar.api.Announcement.AnnouncedService;
import hostler.registrar.api.Registrar;
import hostler.registrar.api.Registration;
import hostler.registrar.api.Registration.Absent;
import hostler.registrar.api.Registration.Cause;
import hostler.registrar.api.Registration.Registered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * What every registrar promises. The test of a registrar implements this interface with a real
 * place to register with.
 */
public interface RegistrarContract {
    /** How long anything may take on a busy machine before the test gives up. */
    Duration PATIENCE = Duration.ofSeconds(30);

    /** Two seconds, as {@link Registrar} promises, and what a busy machine adds. */
    Duration LONGEST_CLOSE = Duration.ofSeconds(4);

    /** A registrar at work. */
    interface Running extends AutoCloseable {
        Registrar registrar();

        /** Core tells it something new. */
        void announce(Announcement announcement);

        /** Its deactivation. */
        @Override
        void close();
    }

    /** Activates a registrar whose agent is to be announced like this. */
    Running activate(Announcement first) throws Exception;

    /**
     * What others see of an agent.
     *
     * @param address what they would dial
     * @param services whether each runs, by name
     */
    record Seen(String address, Map<String, Boolean> services) {
        /** What they are to see of an announcement. */
        public static Seen of(Announcement announcement) {
            Map<String, Boolean> services = new TreeMap<>();
            announcement.services().forEach(one -> services.put(one.name(), one.running()));
            return new Seen(announcement.address(), services);
        }
    }

    /** Looks an agent up, as others do. */
    Optional<Seen> seen(String code) throws Exception;

    /** Makes the place go away. */
    void takePlaceAway() throws Exception;

    /** Brings it back, with what it had. */
    void bringPlaceBack() throws Exception;

    private static Announcement agent(String address, AnnouncedService... services) {
        return new Announcement("agent-001", "0.1.0", address, List.of(services));
    }

    private static AnnouncedService running(String name) {
        return new AnnouncedService(name, "1.0", Optional.of(Instant.EPOCH));
    }

    private static AnnouncedService stopped(String name) {
        return new AnnouncedService(name, "1.0", Optional.empty());
    }

    private void awaitSeen(Announcement announcement) throws Exception {
        Optional<Seen> wanted = Optional.of(Seen.of(announcement));
        Optional<Seen> last = seen(announcement.code());
        for (long end = System.nanoTime() + PATIENCE.toNanos();
                !last.equals(wanted) && System.nanoTime() < end; ) {
            // The place tells nobody; others look, too.
            Thread.sleep(Duration.ofMillis(20));
            last = seen(announcement.code());
        }
        assertThat(last).isEqualTo(wanted);
    }

    /** Waits until a registration is as it should be. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(Duration.ofMillis(20));
        }
    }

    private static boolean registered(Running running) {
        return running.registrar().registration() instanceof Registered;
    }

    private static boolean absent(Running running, Cause cause) {
        return running.registrar().registration() instanceof Absent absent
                && absent.cause() == cause;
    }

    @Test
    default void othersSeeTheAgentAndItSaysSo() throws Exception {
        Announcement agent = agent("192.0.2.1:10380", running("web"), stopped("db"));
        try (Running running = activate(agent)) {
            awaitSeen(agent);
            await("it is registered", () -> registered(running));
            assertThat(((Registered) running.registrar().registration()).address())
                    .isEqualTo("192.0.2.1:10380");
            assertThat(running.registrar().place()).isNotBlank();
        }
    }

    @Test
    default void othersSeeEachChange() throws Exception {
        try (Running running = activate(agent("192.0.2.1:10380", running("web")))) {
            Announcement stopped = agent("192.0.2.1:10380", stopped("web"), running("new"));
            running.announce(stopped);
            awaitSeen(stopped);

            Announcement none = agent("192.0.2.1:10380");
            running.announce(none);
            awaitSeen(none);
        }
    }

    @Test
    default void anAgentThatMovesIsSeenAtItsNewAddressOnly() throws Exception {
        try (Running running = activate(agent("192.0.2.1:10380"))) {
            await("it is registered", () -> registered(running));
            Announcement moved = agent("192.0.2.2:10380");
            running.announce(moved);
            awaitSeen(moved);
        }
    }

    @Test
    default void deactivationTakesTheAnnouncementBack() throws Exception {
        Announcement agent = agent("192.0.2.1:10380", running("web"));
        Running running = activate(agent);
        try (running) {
            awaitSeen(agent);
        }
        assertThat(seen(agent.code())).isEmpty();
    }

    @Test
    default void aPlaceThatIsAwayAtTheStartIsWaitedForByNobody() throws Exception {
        Announcement agent = agent("192.0.2.1:10380", running("web"));
        takePlaceAway();
        try (Running running = activate(agent)) {
            await("it says why not", () -> absent(running, Cause.UNREACHABLE));
            Registration why = running.registrar().registration();
            assertThat(((Absent) why).reason()).isNotBlank();

            bringPlaceBack();

            awaitSeen(agent);
            await("it is registered", () -> registered(running));
        }
    }

    @Test
    default void whatChangedWhileThePlaceWasAwayIsSeenWhenItIsBack() throws Exception {
        try (Running running = activate(agent("192.0.2.1:10380", running("web")))) {
            await("it is registered", () -> registered(running));
            takePlaceAway();
            Announcement stopped = agent("192.0.2.1:10380", stopped("web"));
            running.announce(stopped);
            await("it says so", () -> !registered(running));

            bringPlaceBack();

            awaitSeen(stopped);
            await("it is registered", () -> registered(running));
        }
    }

    @Test
    default void deactivationDoesNotWaitForAPlaceThatIsAway() throws Exception {
        Running running = activate(agent("192.0.2.1:10380"));
        await("it is registered", () -> registered(running));
        takePlaceAway();
        long start = System.nanoTime();
        running.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST_CLOSE);
        bringPlaceBack();
    }

    @Test
    default void anotherAgentOfTheSameCodeIsToldApartAndLeftAlone() throws Exception {
        Announcement first = agent("192.0.2.1:10380", running("web"));
        Running holder = activate(first);
        awaitSeen(first);
        try (Running second = activate(agent("192.0.2.2:10380"))) {
            try (holder) {
                await("the second one says why not", () -> absent(second, Cause.CONFLICT));
                assertThat(((Absent) second.registrar().registration()).reason())
                        .contains("agent-001", "192.0.2.1:10380");
                assertThat(seen("agent-001")).contains(Seen.of(first));
            }
            await("the code is free", () -> registered(second));
        }
    }
}
