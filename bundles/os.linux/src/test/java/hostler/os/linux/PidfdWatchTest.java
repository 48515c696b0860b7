package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidfdWatchTest {

    @TempDir Path directory;
    private Launches launches;
    private final BlockingQueue<String> exits = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws Exception {
        launches = new Launches(directory);
    }

    @AfterEach
    void close() {
        launches.close();
    }

    private ProcessIdentity sleeper() throws Exception {
        return launches.spawn(launches.order(Path.of("/bin/sleep"), "60")).process();
    }

    private HeldProcess hold(ProcessIdentity identity) {
        return launches.watch.hold(identity, () -> exits.add("" + identity.pid())).orElseThrow();
    }

    @Test
    void endOfAProcessThatIsNoChildIsNoticedOnce() throws Exception {
        ProcessIdentity identity = sleeper();
        HeldProcess held = hold(identity);
        assertThat(held.alive()).isTrue();
        assertThat(held.send(Signal.TERM)).isTrue();

        assertThat(exits.poll(10, TimeUnit.SECONDS)).isEqualTo("" + identity.pid());
        assertThat(held.alive()).isFalse();
        assertThat(held.send(Signal.KILL)).isFalse();
        held.close();
        assertThat(exits).isEmpty();
    }

    @Test
    void everyEndOfManyIsNoticedByOneThread() throws Exception {
        int before = Thread.activeCount();
        List<String> pids = new ArrayList<>();
        List<HeldProcess> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ProcessIdentity identity = sleeper();
            pids.add("" + identity.pid());
            all.add(hold(identity));
        }
        assertThat(Thread.activeCount()).isLessThan(before + 20);
        all.forEach(held -> held.send(Signal.KILL));

        List<String> seen = new ArrayList<>();
        while (seen.size() < pids.size()) {
            seen.add(exits.poll(10, TimeUnit.SECONDS));
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(pids);
    }

    @Test
    void strangerOfThatPidIsNotHeld() throws Exception {
        ProcessIdentity real = sleeper();
        ProcessIdentity earlier =
                new ProcessIdentity(real.bootId(), real.pid(), real.startTicks() - 1);
        ProcessIdentity otherBoot = new ProcessIdentity("other", real.pid(), real.startTicks());

        assertThat(launches.watch.hold(earlier, () -> exits.add("?"))).isEmpty();
        assertThat(launches.watch.hold(otherBoot, () -> exits.add("?"))).isEmpty();
        assertThat(launches.table.alive(real)).isTrue();
    }

    @Test
    void processThatIsGoneIsNotHeld() throws Exception {
        ProcessIdentity identity = sleeper();
        launches.kill(identity);
        launches.awaitEnd(identity);

        assertThat(launches.watch.hold(identity, () -> exits.add("?"))).isEmpty();
    }

    @Test
    void zombieIsNotHeld() throws Exception {
        Process child = new ProcessBuilder("/bin/sh", "-c", "sleep 0 & exec sleep 60").start();
        try {
            int zombie = awaitZombieOf((int) child.pid());
            ProcessIdentity identity = launches.table.identify(zombie).orElseThrow();

            assertThat(launches.table.alive(identity)).isFalse();
            assertThat(launches.watch.hold(identity, () -> exits.add("?"))).isEmpty();
        } finally {
            child.destroyForcibly();
        }
    }

    private static int awaitZombieOf(int parent) {
        ProcFileSystem proc = new ProcFileSystem(Path.of("/proc"));
        long end = System.nanoTime() + Launches.SOON.toNanos();
        while (System.nanoTime() < end) {
            Optional<ProcStat> zombie =
                    proc.all().stream()
                            .filter(stat -> stat.parent() == parent && !stat.alive())
                            .findFirst();
            if (zombie.isPresent()) {
                return zombie.get().pid();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("no zombie");
    }

    @Test
    void whoLetsGoHearsNothing() throws Exception {
        ProcessIdentity identity = sleeper();
        HeldProcess held = hold(identity);
        HeldProcess other = launches.watch.hold(identity, () -> exits.add("other")).orElseThrow();
        held.close();
        held.close();
        assertThat(held.send(Signal.KILL)).isFalse();
        other.send(Signal.KILL);

        assertThat(exits.poll(10, TimeUnit.SECONDS)).isEqualTo("other");
        assertThat(exits).isEmpty();
    }

    @Test
    void failingNoticeDoesNotEndTheWatch() throws Exception {
        ProcessIdentity first = sleeper();
        CountDownLatch called = new CountDownLatch(1);
        launches.watch
                .hold(
                        first,
                        () -> {
                            called.countDown();
                            throw new IllegalStateException("on purpose");
                        })
                .orElseThrow()
                .send(Signal.KILL);
        assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
        HeldProcess second = hold(sleeper());
        second.send(Signal.KILL);

        assertThat(exits.poll(10, TimeUnit.SECONDS)).isEqualTo("" + second.identity().pid());
    }

    @Test
    void closedWatchEndsItsThreadAndTakesNobody() throws Exception {
        ProcessIdentity identity = sleeper();
        PidfdWatch watch = new PidfdWatch(launches.table);
        HeldProcess held = watch.hold(identity, () -> exits.add("?")).orElseThrow();
        watch.close();
        watch.close();

        assertThat(held.send(Signal.KILL)).isFalse();
        assertThat(launches.table.alive(identity)).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> watch.hold(identity, () -> {}));
    }

    @Test
    void descriptorsGoBackToBase() throws Exception {
        ProcessIdentity identity = sleeper();
        hold(identity).close();
        int before = descriptors();
        for (int i = 0; i < 50; i++) {
            hold(identity).close();
        }
        // The door may be opening those of its next keeper meanwhile.
        assertThat(descriptors()).isCloseTo(before, within(10));
    }

    private static int descriptors() {
        String[] all = Path.of("/proc/self/fd").toFile().list();
        return all == null ? -1 : all.length;
    }

    @Test
    void processOfAnotherUserRefusesTheSignal() {
        assumeThat(new NssAccounts().ownUid()).isNotZero();
        HeldProcess init = hold(launches.table.identify(1).orElseThrow());

        assertThatThrownBy(() -> init.send(Signal.CONT)).isInstanceOf(SecurityException.class);
    }
}
