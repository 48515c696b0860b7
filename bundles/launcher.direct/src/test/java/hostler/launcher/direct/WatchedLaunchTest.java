package hostler.launcher.direct;

import static hostler.launcher.direct.FakeProcesses.process;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceId;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.testkit.Events;
import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.NotifyRecord;
import hostler.os.testkit.NoGroups;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class WatchedLaunchTest {
    private static final Duration A_MOMENT = Duration.ofMillis(50);
    private static final LaunchHandle HANDLE =
            new LaunchHandle(2, "direct", new ServiceId("web"), "web-1", Map.of());
    private static final BirthRecord MAIN = birth(10, true);
    private static final BirthRecord STARTER = birth(10, false);
    private static final BirthRecord DAEMON = birth(11, true);
    private static final ExitRecord EXIT =
            new ExitRecord("web-1", new ExitStatus.Exited(5), Instant.EPOCH, false);

    @TempDir Path directory;

    private final FakeKeeper keeper = new FakeKeeper(MAIN);
    private final FakeProcesses processes = new FakeProcesses(signal -> {});
    private final Events events = new Events();
    private final List<WatchedLaunch> over = new ArrayList<>();
    private LaunchRecords records;

    private static BirthRecord birth(int pid, boolean settled) {
        return new BirthRecord(
                "web-1", process(pid), process(9), Instant.EPOCH, settled, OptionalLong.empty());
    }

    @BeforeEach
    void watch() throws Exception {
        records = LaunchRecords.watch(keeper, processes, directory, LaunchRecords.PATIENCE);
        processes.begin(MAIN.keeper());
        processes.begin(MAIN.process());
    }

    @AfterEach
    void close() throws Exception {
        records.close();
    }

    private WatchedLaunch plain() {
        return launch(MAIN, false, false);
    }

    private WatchedLaunch forking() {
        return launch(STARTER, true, false);
    }

    private WatchedLaunch notifying() {
        return launch(MAIN, false, true);
    }

    private WatchedLaunch launch(BirthRecord birth, boolean forks, boolean notifies) {
        HandleData data =
                new HandleData(
                        directory,
                        Optional.empty(),
                        forks,
                        notifies,
                        Optional.of(Duration.ofMillis(1500)).filter(time -> notifies),
                        Optional.empty());
        Machine machine =
                new Machine(
                        keeper,
                        processes,
                        processes,
                        new NoGroups(),
                        new RunAsTest.FakeAccounts(0),
                        (log, text, from, found) -> () -> {});
        return new WatchedLaunch(
                HANDLE,
                data,
                new WatchedLaunch.Sources(machine, records),
                birth,
                events,
                over::add);
    }

    private void forks() throws Exception {
        processes.begin(DAEMON.process());
        keeper.births(DAEMON, directory);
    }

    @Test
    void theEndIsToldAtOnceAndTheExitWhenItIsWritten() throws Exception {
        WatchedLaunch launch = plain();
        assertThat(launch.begin()).isTrue();
        processes.end(MAIN.process());
        assertThat(events.all()).containsExactly(new LaunchEvent.Ended());
        assertThat(over).isEmpty();
        keeper.exits(EXIT, directory);
        assertThat(events.exit()).isEqualTo(EXIT.status());
        assertThat(over).containsExactly(launch);
    }

    @Test
    void theEndOfAStarterIsNotTheEndWhileItsDaemonIsAwaited() throws Exception {
        assertThat(forking().begin()).isTrue();
        processes.end(STARTER.process());
        assertThat(events.silent(A_MOMENT)).isTrue();
        forks();
        assertThat(events.next(LaunchEvent.Moved.class).launch().process())
                .isEqualTo(DAEMON.process());
        processes.end(DAEMON.process());
        assertThat(events.silent(A_MOMENT)).isTrue();
        keeper.exits(EXIT, directory);
        assertThat(events.exit()).isEqualTo(EXIT.status());
    }

    @Test
    void aDaemonMayTurnOutToBeTheMiddleOneOfTwoForks() throws Exception {
        assertThat(forking().begin()).isTrue();
        forks();
        events.next(LaunchEvent.Moved.class);
        processes.begin(process(12));
        processes.end(DAEMON.process());
        keeper.births(birth(12, true), directory);
        assertThat(events.next(LaunchEvent.Moved.class).launch().process()).isEqualTo(process(12));
    }

    @Test
    void aDaemonMayBeThereBeforeItsStarterIsGone() throws Exception {
        assertThat(forking().begin()).isTrue();
        forks();
        events.next(LaunchEvent.Moved.class);
        processes.end(STARTER.process());
        assertThat(events.silent(A_MOMENT)).isTrue();
    }

    @Test
    void aDaemonMayBeGoneAgainWhenItIsNoticed() throws Exception {
        assertThat(forking().begin()).isTrue();
        keeper.births(DAEMON, directory);
        events.next(LaunchEvent.Moved.class);
        keeper.exits(EXIT, directory);
        assertThat(events.exit()).isEqualTo(EXIT.status());
    }

    @Test
    void whenTheKeeperOfAStarterIsGoneNobodyKnowsMore() throws Exception {
        processes.end(STARTER.process());
        assertThat(forking().begin()).isTrue();
        processes.end(STARTER.keeper());
        assertThat(events.exit()).isEqualTo(new ExitStatus.Unknown());
    }

    @Test
    void aStarterThatIsOverHasNoFuture() throws Exception {
        processes.end(STARTER.process());
        keeper.exits(EXIT);
        assertThat(forking().begin()).isFalse();
    }

    @Test
    void whoMayNameAnotherIsNotOverBeforeHisKeeperSaysSo() throws Exception {
        assertThat(notifying().begin()).isTrue();
        processes.end(MAIN.process());
        assertThat(events.silent(A_MOMENT)).isTrue();
        forks();
        events.next(LaunchEvent.Moved.class);
        processes.end(DAEMON.process());
        keeper.exits(EXIT, directory);
        assertThat(events.exit()).isEqualTo(EXIT.status());
        assertThat(events.all()).noneMatch(LaunchEvent.Ended.class::isInstance);
    }

    @Test
    void onlyWhatIsNewIsTold() throws Exception {
        keeper.notices(new NotifyRecord(true, false, Optional.of("up"), false), directory);
        assertThat(notifying().begin()).isTrue();
        assertThat(events.all())
                .containsExactly(new LaunchEvent.Said("up"), new LaunchEvent.Ready("said READY=1"));
        keeper.notices(new NotifyRecord(true, false, Optional.of("busy"), true), directory);
        assertThat(events.next(LaunchEvent.Said.class).status()).isEqualTo("busy");
        assertThat(events.next(LaunchEvent.Unresponsive.class).evidence())
                .isEqualTo("no WATCHDOG=1 for 1.5 s");
        keeper.notices(new NotifyRecord(true, true, Optional.of("idle"), false), directory);
        assertThat(events.next(LaunchEvent.Said.class).status()).isEqualTo("idle");
        keeper.notices(new NotifyRecord(true, true, Optional.of("idle"), true), directory);
        events.next(LaunchEvent.Unresponsive.class);
        assertThat(events.silent(A_MOMENT)).isTrue();
    }

    @Test
    void nothingIsToldAfterItWasLetGo() throws Exception {
        WatchedLaunch plain = plain();
        WatchedLaunch starter = forking();
        assertThat(plain.begin()).isTrue();
        assertThat(starter.begin()).isTrue();
        plain.close();
        starter.close();
        processes.end(MAIN.process());
        forks();
        keeper.exits(EXIT, directory);
        assertThat(events.silent(A_MOMENT)).isTrue();
    }
}
