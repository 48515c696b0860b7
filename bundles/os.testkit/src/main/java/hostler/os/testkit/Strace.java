package hostler.os.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * strace(1), attached to threads: it shows their system calls, or sends their process a signal on
 * entering one. It counts per thread and per kind of call, so a first run shows which call the n-th
 * is.
 */
public final class Strace implements AutoCloseable {
    private static final Path NOWHERE = Path.of("/dev/null");

    private final Process tracer;

    private Strace(Process tracer) {
        this.tracer = tracer;
    }

    /**
     * A system call of a thread.
     *
     * @param kind its name, see syscalls(2)
     * @param occurrence it is the so-and-so-manieth of its kind in its thread, from 1
     */
    public record Call(String kind, int occurrence) {
        private static final Pattern CALL = Pattern.compile("^(\\d+ +)?(?<kind>\\w+)\\(");

        /**
         * What strace wrote: one call a line, each after the number of its thread if there are
         * several.
         */
        public static List<Call> in(List<String> trace) {
            Map<String, Integer> seen = new HashMap<>();
            List<Call> calls = new ArrayList<>();
            for (String line : trace) {
                Matcher call = CALL.matcher(line);
                if (call.find()) {
                    int occurrence = seen.merge(call.group(), 1, Integer::sum);
                    calls.add(new Call(call.group("kind"), occurrence));
                }
            }
            return calls;
        }
    }

    /**
     * Goes on when strace is there and may trace. Otherwise the test is skipped and says what is
     * missing; under CI it fails, so that a green run never hides that nothing was tested.
     */
    public static void require() throws InterruptedException {
        String missing = "strace, which may trace: install it with apt-get install strace, be root";
        if (!traces()) {
            if (System.getenv("CI") != null) {
                throw new AssertionError("missing under CI: " + missing);
            }
            Assumptions.abort("missing: " + missing);
        }
    }

    private static boolean traces() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-o", NOWHERE.toString(), "true").start().waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Shows calls; returns when every thread is traced.
     *
     * @param calls as {@code -e trace=} wants them
     * @param output the file to write to, as {@link Call#in} reads it
     */
    public static Strace observing(List<String> threads, String calls, Path output)
            throws IOException {
        return attached(threads, "trace=" + calls, output);
    }

    /** Kills the process of the threads on entering a call; returns when every one is traced. */
    public static Strace killingAt(Call last, List<String> threads) throws IOException {
        return attached(threads, injecting(last, "KILL"), NOWHERE);
    }

    /**
     * Sends a process of one thread, or whom it forks from now on, a signal on entering a call;
     * returns when it is traced.
     *
     * @param signal as in TERM
     */
    public static Strace signalling(String signal, Call at, long process) throws IOException {
        return attached(
                List.of(Long.toString(process)), injecting(at, signal), NOWHERE, "--follow-forks");
    }

    private static String injecting(Call call, String signal) {
        return "inject=" + call.kind() + ":signal=" + signal + ":when=" + call.occurrence();
    }

    private static Strace attached(
            List<String> threads, String expression, Path output, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("strace", "-o", output.toString()));
        command.addAll(List.of(options));
        threads.forEach(thread -> command.addAll(List.of("-p", thread)));
        command.addAll(List.of("-e", expression));
        Process tracer = new ProcessBuilder(command).start();
        BufferedReader said = tracer.errorReader();
        for (String thread : threads) {
            String line = said.readLine();
            if (line == null || !line.contains("attached")) {
                throw new IOException("strace does not attach to thread " + thread + ": " + line);
            }
        }
        return new Strace(tracer);
    }

    /** Waits until all whom it traces have ended, and all is written. */
    public void awaitEnd() {
        tracer.onExit().join();
    }

    /** Lets go of whom it traces. */
    @Override
    public void close() {
        tracer.destroy();
        awaitEnd();
    }
}
