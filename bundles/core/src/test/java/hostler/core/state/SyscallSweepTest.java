package hostler.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fault A3: the kernel kills the writer on entering its n-th system call that changes something,
 * for each n. strace does that, and counts per thread, so it is attached to the one that writes.
 *
 * <p>{@code -Dhostler.syscalls=2000} for more; {@code runtime/bench/syscalls} does that.
 */
@Timeout(3600)
class SyscallSweepTest {
    private static final int KILLS = Integer.getInteger("hostler.syscalls", 25);

    private static final String CHANGING =
            "?write,?pwrite64,?writev,?pwritev,?fsync,?fdatasync,?sync_file_range,?openat,?open,"
                    + "?rename,?renameat,?renameat2,?link,?linkat,?unlink,?unlinkat,?ftruncate,"
                    + "?fallocate,?mkdir,?mkdirat,?close";

    @TempDir Path directory;
    private long records;

    @Test
    void whateverSystemCallIsTheLastNoAcknowledgedRecordIsLost() throws Exception {
        requireStrace();
        for (int last = 1; last <= KILLS; last++) {
            long acknowledged = writeUntil(last);
            try (StateStore store = StateStore.open(directory)) {
                long found = DyingWriter.total(store);
                // The one in flight may be durable without anybody having been told.
                assertThat(found).as("call %s", last).isBetween(acknowledged, acknowledged + 1);
                DyingWriterTest.assertEveryServiceHasItsNewest(store, found);
                records = found;
            }
        }
        System.out.printf(
                "%d kills, one at each of the first %d state-changing system calls of the writer:"
                        + " %d records acknowledged, 0 lost%n",
                KILLS, KILLS, records);
    }

    private static void requireStrace() throws InterruptedException {
        String missing = "strace, which may trace: install it with apt-get install strace, be root";
        boolean works = traces();
        assertThat(works || System.getenv("CI") == null).as(missing).isTrue();
        Assumptions.assumeTrue(works, "missing: " + missing);
    }

    private static boolean traces() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-o", "/dev/null", "true").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The number that was acknowledged last. */
    private long writeUntil(int call) throws Exception {
        Process writer = DyingWriter.start(TracedWriter.class, directory.toString());
        Process tracer = null;
        try (BufferedReader lines = writer.inputReader();
                OutputStream input = writer.getOutputStream()) {
            tracer = kill(Objects.requireNonNull(lines.readLine()), call);
            input.write('\n');
            input.flush();
            long acknowledged = records;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged = Long.parseLong(line);
            }
            assertThat(writer.waitFor()).as("killed").isEqualTo(137);
            return acknowledged;
        } finally {
            writer.destroyForcibly();
            if (tracer != null) {
                tracer.onExit().join();
            }
        }
    }

    /** Returns when the thread is traced; it is stopped in a read then. */
    private static Process kill(String thread, int call) throws IOException {
        Process tracer =
                new ProcessBuilder(
                                "strace",
                                "-p",
                                thread,
                                "-o",
                                "/dev/null",
                                "-e",
                                "inject=" + CHANGING + ":signal=KILL:when=" + call)
                        .start();
        String said = tracer.errorReader().readLine();
        if (said == null || !said.contains("attached")) {
            throw new IOException("strace does not attach: " + said);
        }
        return tracer;
    }
}
