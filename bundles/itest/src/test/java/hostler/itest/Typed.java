package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A run of the command line that goes on while the test looks at what it prints. */
record Typed(Process process, Path output) implements AutoCloseable {

    static Typed start(Path directory, List<String> arguments) throws IOException {
        // Who runs the tests in the background has them ignore Ctrl-C, and a terminal would not.
        List<String> command =
                new ArrayList<>(List.of("env", "--default-signal=INT", Project.COMMAND.toString()));
        command.addAll(arguments);
        Path output = Files.createTempFile(directory, "typed", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("HOSTLER_HOME", directory.toString());
        return new Typed(builder.start(), output);
    }

    /** Waits until a line begins like that. */
    void await(String line) {
        await(line, 1);
    }

    /** Waits until so many lines begin like that. */
    void await(String line, long count) {
        Awaitility.await(line)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> assertThat(count(line)).as(text()).isGreaterThanOrEqualTo(count));
    }

    long count(String line) {
        return text().lines().filter(printed -> printed.startsWith(line)).count();
    }

    private String text() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    /** Its exit code. */
    int ends(long time, TimeUnit unit) throws InterruptedException {
        if (!process.waitFor(time, unit)) {
            throw new AssertionError("it does not end: " + text());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
