package hostler.etcd.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs commands of the machine. */
final class Shell {
    private Shell() {}

    /**
     * Runs a command to its end.
     *
     * @return what it printed
     * @throws AssertionError when it fails; with what it printed
     */
    static String run(List<String> command) {
        Result result = attempt(command);
        if (result.code() != 0) {
            throw new AssertionError(command + " failed: " + result.output());
        }
        return result.output();
    }

    /** How a command ended; a command that is not there is 127. */
    record Result(int code, String output) {}

    static Result attempt(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("ETCDCTL_API", "3");
            Process process = builder.redirectInput(Redirect.from(NOTHING)).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            return new Result(MISSING, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted in " + command, e));
        }
    }

    private static final java.io.File NOTHING = new java.io.File("/dev/null");

    /** What a shell says of a command it does not find. */
    private static final int MISSING = 127;
}
