package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An agent in a process of its own, started as its users start it. */
final class LiveAgent extends RunningAgent {
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Process process;

    /** Prepares the directory; {@link #start} starts the agent. */
    LiveAgent(Path home) throws IOException {
        super(home);
    }

    /** Starts the agent and waits until it answers. */
    LiveAgent start() throws IOException {
        return launch().awaitAnswer();
    }

    /** Starts the agent and waits for nothing. */
    LiveAgent launch() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(Project.COMMAND.toString(), "agent", "--home", home().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(console().toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
        return this;
    }

    LiveAgent awaitAnswer() {
        Process started = running();
        await(
                "the agent answers",
                () -> {
                    assertThat(started.isAlive())
                            .as("the agent has ended; see " + console())
                            .isTrue();
                    return answers();
                });
        return this;
    }

    /** From the next start on it has this in its environment. */
    LiveAgent with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    private Path console() {
        return home().resolve("console.log");
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("the agent was not started");
        }
        return process;
    }

    long pid() {
        return running().pid();
    }

    /** Whether it ends within this time, of whatever cause. */
    boolean ends(long time, TimeUnit unit) throws InterruptedException {
        return running().waitFor(time, unit);
    }

    /** {@code kill -9}, and waits for its end. */
    LiveAgent kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
        return this;
    }

    /** SIGTERM, and waits for its end. */
    int terminate() throws InterruptedException {
        running().destroy();
        assertThat(running().waitFor(30, TimeUnit.SECONDS)).as("it ends on SIGTERM").isTrue();
        return running().exitValue();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
        super.close();
    }
}
