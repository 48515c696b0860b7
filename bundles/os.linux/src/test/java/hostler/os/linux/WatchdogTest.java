package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.api.BirthRecord;
import hostler.os.api.KeeperDuties;
import hostler.os.api.NotifyRecord;
import hostler.os.api.Signal;
import hostler.os.api.SpawnOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMillis(700);

    @TempDir static Path tools;
    @TempDir Path directory;
    private Launches launches;

    @BeforeAll
    static void compile() throws Exception {
        TellProgram.compileInto(tools);
    }

    @BeforeEach
    void open() throws Exception {
        launches = new Launches(directory);
    }

    @AfterEach
    void close() {
        launches.close();
    }

    private SpawnOrder watched(Duration interval, String script) {
        return watched(interval, Optional.empty(), script);
    }

    private SpawnOrder watched(Duration interval, Optional<Path> cgroup, String script) {
        return Launches.with(
                launches.shell("PATH=$PATH:" + tools + "; " + script),
                new KeeperDuties(cgroup, false, Optional.empty(), true, Optional.of(interval)));
    }

    private void awaitExpiry(SpawnOrder order) {
        launches.awaitNotices(order, NotifyRecord::watchdogExpired);
    }

    private boolean hasExpired(SpawnOrder order) {
        return launches.door
                .notices(launches.records, order.launchId())
                .filter(NotifyRecord::watchdogExpired)
                .isPresent();
    }

    /** Returns after twice the time in which a silent service's watchdog expires. */
    private void letLongPass() throws Exception {
        SpawnOrder silent = watched(LONG.multipliedBy(2), "exec sleep 60");
        launches.spawn(silent);
        awaitExpiry(silent);
    }

    @Test
    void theIntervalIsOffered() throws Exception {
        SpawnOrder order = watched(Duration.ofMillis(1500), "echo $WATCHDOG_USEC");
        launches.run(order);

        assertThat(launches.output(order)).isEqualTo("1500000\n");
    }

    @Test
    void whoIsSilentFromTheStartHasExpiredAndLivesOn() throws Exception {
        SpawnOrder order = watched(SHORT, "exec sleep 60");
        BirthRecord birth = launches.spawn(order);
        awaitExpiry(order);

        assertThat(launches.table.alive(birth.process())).isTrue();
    }

    @Test
    void aPingClearsItAndCountsAnew() throws Exception {
        SpawnOrder order =
                watched(
                        SHORT,
                        "mkfifo go; echo > there; read x < go; tell WATCHDOG_USEC=0 WATCHDOG=1; echo > cleared; read x < go; tell"
                                + " WATCHDOG_USEC=1000; exec sleep 60");
        launches.spawn(order);
        assertThat(Records.await(directory.resolve("there"))).isTrue();
        awaitExpiry(order);
        Files.writeString(directory.resolve("go"), "\n");
        assertThat(Records.await(directory.resolve("cleared"))).isTrue();
        launches.awaitNotices(order, record -> !record.watchdogExpired());
        Files.writeString(directory.resolve("go"), "\n");

        awaitExpiry(order);
    }

    @Test
    void whoPingsInTimeNeverExpires() throws Exception {
        SpawnOrder order = watched(LONG, "while tell WATCHDOG=1; do sleep 0.05; done");
        launches.spawn(order);
        letLongPass();

        assertThat(hasExpired(order)).isFalse();
    }

    @Test
    void aServiceMayCallForItself() throws Exception {
        SpawnOrder order = watched(Duration.ofHours(1), "tell WATCHDOG=trigger; exec sleep 60");
        launches.spawn(order);

        awaitExpiry(order);
    }

    @Test
    void whoIsStoppedIsNotBlamedUntilItGoesOn() throws Exception {
        SpawnOrder order = watched(LONG, "kill -STOP $$; exec sleep 60");
        BirthRecord birth = launches.spawn(order);
        letLongPass();
        assertThat(hasExpired(order)).isFalse();
        launches.watch.hold(birth.process(), () -> {}).orElseThrow().send(Signal.CONT);

        awaitExpiry(order);
    }

    @Test
    void whoIsFrozenIsNotBlamedUntilItThaws() throws Exception {
        try (TestGroup test = TestGroup.open()) {
            SpawnOrder order = watched(LONG, Optional.of(test.directory()), "exec sleep 60");
            BirthRecord birth = launches.spawn(order);
            assertThat(test.group().freeze(Launches.SOON)).isTrue();
            letLongPass();
            assertThat(hasExpired(order)).isFalse();
            test.group().thaw();
            awaitExpiry(order);
            assertThat(launches.table.alive(birth.process())).isTrue();
        }
    }
}
