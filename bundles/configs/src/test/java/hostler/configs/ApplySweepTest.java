package hostler.configs;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.testkit.Strace;
import hostler.os.testkit.Strace.Call;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fault H7: whoever changes the files is killed on entering the n-th system call of its thread that
 * changes something, for each n; afterwards the files are those of one change, whole. strace does
 * that, as it does to the writer of core's state.
 *
 * <p>{@code -Dhostler.config.kills=1000} for each of them; {@code runtime/bench/configs} does that.
 */
@Timeout(3600)
class ApplySweepTest {
    private static final int KILLS = Integer.getInteger("hostler.config.kills", 20);

    /**
     * Not the opening of files: classes are opened as well, and what is created is written next.
     */
    private static final String CHANGING =
            "?write,?pwrite64,?writev,?fsync,?fdatasync,?rename,?renameat,?renameat2,?link,?linkat,"
                    + "?unlink,?unlinkat,?truncate,?ftruncate,?mkdir,?mkdirat,?fchmod,?fchown,"
                    + "?fsetxattr";

    /** A good one, another one, and a bad one. */
    private static final int CHANGES = 3;

    @TempDir Path temporary;
    private Path directory = Path.of("/");

    /** The number of the change that was begun last. */
    private int begun;

    /** The number of the good change that was in force last. */
    private int inForce;

    @Test
    void whateverSystemCallIsTheLastTheFilesAreThoseOfOneChange() throws Exception {
        Strace.require();
        List<Call> all = observe();
        List<Call> chosen = spread(all);
        int unmet = 0;
        for (Call last : chosen) {
            beginAnew();
            unmet += applyUntil(last) ? 0 : 1;
            assertThatTheFilesAreThoseOfOneChange(last);
        }
        assertThat(unmet).as("calls that no change came to").isZero();
        System.out.printf(
                "%d kills, at %d of the %d state-changing system calls of %d changes (%s): always"
                        + " exactly the old or exactly the new files%n",
                chosen.size(), chosen.size(), all.size(), CHANGES, kinds(chosen));
    }

    /** As many as are wanted, over all of them. */
    private static List<Call> spread(List<Call> calls) {
        int count = Math.min(KILLS, calls.size());
        return IntStream.range(0, count)
                .mapToObj(number -> calls.get(number * calls.size() / count))
                .toList();
    }

    private void beginAnew() throws IOException {
        directory = Files.createTempDirectory(temporary, "kill");
        begun = 0;
        inForce = 0;
    }

    private static String kinds(List<Call> calls) {
        return calls.stream()
                .collect(Collectors.groupingBy(Call::kind, TreeMap::new, Collectors.counting()))
                .toString();
    }

    private void assertThatTheFilesAreThoseOfOneChange(Call last) throws Exception {
        try (Rig rig = new Rig(directory)) {
            rig.workshop.open();
            List<String> files = DyingApplier.files(rig);
            List<List<String>> allowed = new ArrayList<>();
            allowed.add(texts(inForce));
            if (TracedApplier.good(begun)) {
                allowed.add(texts(begun));
            }
            assertThat(files).as("%s", last).isIn(allowed);
            assertThat(rig.underway()).isFalse();
            assertThat(DyingApplierTest.leftBeside(rig)).isEmpty();
            inForce = files.equals(texts(begun)) ? begun : inForce;
        }
    }

    private static List<String> texts(int number) {
        return number == 0
                ? List.of("absent", "absent")
                : List.of(TracedApplier.main(number), TracedApplier.extra(number));
    }

    /** The calls of a thread that nobody kills before it has changed the files a few times. */
    private List<Call> observe() throws Exception {
        beginAnew();
        Path trace = temporary.resolve("trace");
        boolean died = apply(thread -> Strace.observing(thread, CHANGING, trace), CHANGES);
        assertThat(died).isFalse();
        List<Call> calls = Call.in(Files.readAllLines(trace));
        Files.delete(trace);
        assertThatTheFilesAreThoseOfOneChange(new Call("the end of the observation", 1));
        return calls;
    }

    /** Whether it died of it. */
    private boolean applyUntil(Call last) throws Exception {
        return apply(thread -> Strace.killingAt(last, thread), 2 * CHANGES);
    }

    /** Begins to trace; the thread is stopped in a read meanwhile. */
    private interface Attaching {
        Strace to(List<String> thread) throws IOException;
    }

    /**
     * Lets the files be changed by a thread that is traced like this.
     *
     * @param most so many changes are enough, if nothing ends them before
     * @return whether something did
     */
    private boolean apply(Attaching tracing, int most) throws Exception {
        int first = begun + 1;
        Process applier =
                DyingApplier.start(
                        TracedApplier.class, directory.toString(), Integer.toString(first));
        Strace tracer = null;
        try (BufferedReader lines = applier.inputReader();
                OutputStream input = applier.getOutputStream()) {
            tracer = tracing.to(List.of(Objects.requireNonNull(lines.readLine())));
            begun = first;
            input.write('\n');
            input.flush();
            boolean enough = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line);
                if (begun == first + most) {
                    enough = true;
                    // Not the process: that would close its output, too.
                    applier.toHandle().destroyForcibly();
                }
            }
            assertThat(applier.waitFor()).as("killed").isEqualTo(DyingApplier.KILLED);
            return !enough;
        } finally {
            applier.destroyForcibly();
            if (tracer != null) {
                tracer.awaitEnd();
            }
        }
    }

    private void note(String line) {
        List<String> words = List.of(line.split(" ", -1));
        int number = Integer.parseInt(words.get(0));
        assertThat(words.get(1)).isEqualTo(TracedApplier.good(number) ? "Applied" : "PutBack");
        inForce = TracedApplier.good(number) ? number : inForce;
        begun = number + 1;
    }
}
