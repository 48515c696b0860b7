package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An agent in a process of its own, started as its users start it. */
final class LiveAgent extends RunningAgent {
    private @Nullable Process process;

    /** Prepares the directory; {@link #start} starts the agent. */
    LiveAgent(Path home) throws IOException {
        super(home);
    }

    /** Starts the agent and waits until it answers. */
    LiveAgent start() throws IOException {
        Process started = launch();
        await(
                "the agent answers",
                () -> {
                    assertThat(started.isAlive()).as("it lives; see console.log").isTrue();
                    return answers();
                });
        return this;
    }

    /** Starts the agent and waits for nothing. */
    Process launch() throws IOException {
        Path console = home().resolve("console.log");
        Process started =
                new ProcessBuilder(Project.COMMAND.toString(), "agent", "--home", home().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(console.toFile()))
                        .start();
        process = started;
        return started;
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
