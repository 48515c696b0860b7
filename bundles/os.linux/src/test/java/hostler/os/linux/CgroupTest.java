package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes in a real group. */
class CgroupTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir Path directory;
    private TestGroup test;

    @BeforeEach
    void open() throws Exception {
        test = TestGroup.open();
    }

    @AfterEach
    void close() throws Exception {
        test.close();
    }

    /** A shell that has joined the group and then runs the script; it makes "there" itself. */
    private Process inside(String script) throws IOException {
        Process shell =
                new ProcessBuilder(
                                "/bin/sh",
                                "-c",
                                "echo 0 > '" + test.directory() + "/cgroup.procs' && " + script)
                        .directory(directory.toFile())
                        .start();
        assertThat(Records.await(directory.resolve("there"))).isTrue();
        return shell;
    }

    @Test
    void aStormOfForksIsKilledAtOnce() throws Exception {
        Process storm =
                inside(
                        "storm() { while :; do (sleep 0.01; storm) & (setsid sleep 60 &); wait"
                                + " $!; done; }; storm & (storm &) ; echo > there; wait");
        assertThat(test.group().populated()).isTrue();
        assertThat(test.group().kill(PATIENCE)).isTrue();
        test.awaitEmpty();

        assertThat(storm.waitFor()).isEqualTo(128 + 9);
    }

    @Test
    void whoIsFrozenGetsNoTimeOfTheProcessor() throws Exception {
        Process busy = inside("echo > there; while :; do :; done");
        assertThat(test.group().freeze(PATIENCE)).isTrue();
        long then = processorTime(busy.pid());
        // Of this thread's own work, so that there was time that the other could have had.
        awaitProcessorTime(ProcessHandle.current().pid());

        assertThat(processorTime(busy.pid())).isEqualTo(then);
        test.group().thaw();
        awaitProcessorTime(busy.pid());
    }

    /** Until the process has used half a second more than now. */
    private static void awaitProcessorTime(long pid) throws IOException {
        long end = processorTime(pid) + 50;
        while (processorTime(pid) < end) {
            Thread.onSpinWait();
        }
    }

    private static long processorTime(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", "" + pid, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    @Test
    void theFrozenCanBeKilled() throws Exception {
        Process frozen = inside("echo > there; sleep 60");
        assertThat(test.group().freeze(PATIENCE)).isTrue();
        assertThat(test.group().kill(PATIENCE)).isTrue();

        assertThat(frozen.waitFor()).isEqualTo(128 + 9);
    }

    @Test
    void nobodyIsFrozenInNoTimeAndLaterEverybodyIs() throws Exception {
        inside("echo > there; sleep 60");
        test.group().freeze(Duration.ZERO);

        assertThat(test.group().freeze(PATIENCE)).isTrue();
    }

    @Test
    void groupsBelowGoFirst() throws Exception {
        Files.createDirectories(test.directory().resolve("a/b/c"));
        Files.createDirectories(test.directory().resolve("a/d"));
        test.group().remove();

        assertThat(test.directory()).doesNotExist();
    }

    @Test
    void whatIsPopulatedStaysWhole() throws Exception {
        Path below = Files.createDirectories(test.directory().resolve("a/b"));
        inside("echo 0 > '" + below + "/cgroup.procs'; echo > there; sleep 60");
        Files.createDirectory(test.directory().resolve("empty"));
        test.group().remove();

        assertThat(test.group().populated()).isTrue();
        assertThat(test.directory().resolve("empty")).exists();
    }

    @Test
    void aGroupThatIsGoneIsNoError() throws Exception {
        Files.delete(test.directory());

        assertThat(test.group().populated()).isFalse();
        assertThat(test.group().freeze(PATIENCE)).isTrue();
        assertThat(test.group().kill(PATIENCE)).isTrue();
        test.group().thaw();
        test.group().remove();
        assertThat(test.tree().find(test.directory())).isEmpty();
    }
}
