package hostler.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.testkit.Strace;
import hostler.os.testkit.Strace.Call;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fault A3: the writer is killed on entering its n-th system call that changes something, for each
 * n.
 *
 * <p>{@code -Dhostler.syscalls=2000} for more; {@code runtime/bench/syscalls} does that.
 */
@Timeout(3600)
class SyscallSweepTest {
    private static final int KILLS = Integer.getInteger("hostler.syscalls", 25);

    /**
     * Not the opening of files: classes are opened as well, and what is created is written next.
     */
    private static final String CHANGING =
            "?write,?pwrite64,?writev,?pwritev,?fsync,?fdatasync,?sync_file_range,?rename,?renameat,"
                    + "?renameat2,?link,?linkat,?unlink,?unlinkat,?truncate,?ftruncate,?fallocate,"
                    + "?mkdir,?mkdirat";

    @TempDir Path directory;
    private long records;

    /** Writers that were ended because they had written enough. */
    private int unmet;

    @Test
    void whateverSystemCallIsTheLastNoAcknowledgedRecordIsLost() throws Exception {
        Strace.require();
        List<Call> calls = observe();
        assertThat(calls).hasSizeGreaterThanOrEqualTo(KILLS);
        unmet = 0;
        for (Call last : calls.subList(0, KILLS)) {
            long acknowledged = writeUntil(last);
            try (StateStore store = StateStore.open(directory)) {
                long found = DyingWriter.total(store);
                // The one in flight may be durable without anybody having been told.
                assertThat(found).as("%s", last).isBetween(acknowledged, acknowledged + 1);
                DyingWriterTest.assertEveryServiceHasItsNewest(store, found);
                records = found;
            }
        }
        assertThat(unmet).as("calls that a writer did not come to").isZero();
        System.out.printf(
                "%d kills, one at each of the first %d state-changing system calls of the writer"
                        + " (%s): %d records acknowledged, 0 lost%n",
                KILLS, KILLS, kinds(calls), records);
    }

    private static String kinds(List<Call> calls) {
        return calls.subList(0, KILLS).stream()
                .collect(Collectors.groupingBy(Call::kind, TreeMap::new, Collectors.counting()))
                .toString();
    }

    /** The calls of a writer that nobody kills before it has written so many records. */
    private List<Call> observe() throws Exception {
        Path trace = directory.resolve("trace");
        write(thread -> Strace.observing(thread, CHANGING, trace), KILLS);
        List<Call> calls = Call.in(Files.readAllLines(trace));
        Files.delete(trace);
        return calls;
    }

    /** The number that was acknowledged last. */
    private long writeUntil(Call last) throws Exception {
        return write(thread -> Strace.killingAt(last, thread), 10 * KILLS);
    }

    /** Begins to trace; the thread is stopped in a read meanwhile. */
    private interface Attaching {
        Strace to(List<String> thread) throws IOException;
    }

    /**
     * Lets a writer write, traced like this.
     *
     * @param most so many records are enough, if nothing ends it before
     * @return the number that was acknowledged last
     */
    private long write(Attaching tracing, int most) throws Exception {
        Process writer = DyingWriter.start(TracedWriter.class, directory.toString());
        Strace tracer = null;
        try (BufferedReader lines = writer.inputReader();
                OutputStream input = writer.getOutputStream()) {
            tracer = tracing.to(List.of(Objects.requireNonNull(lines.readLine())));
            input.write('\n');
            input.flush();
            long first = records;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                records = Long.parseLong(line);
                if (records == first + most) {
                    // Not the process: that would close its output, too.
                    writer.toHandle().destroyForcibly();
                    unmet++;
                }
            }
            assertThat(writer.waitFor()).as("killed").isEqualTo(137);
            return records;
        } finally {
            writer.destroyForcibly();
            if (tracer != null) {
                tracer.awaitEnd();
            }
        }
    }
}
