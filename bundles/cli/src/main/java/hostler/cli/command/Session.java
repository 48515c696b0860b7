package hostler.cli.command;

import hostler.boot.AgentSocket;
import hostler.cli.Environment;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.AgentClient;
import hostler.cli.view.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a command works with while it runs: the agent that is meant, and where the answer goes. */
public final class Session implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Path INSTALLED = Path.of("/var/lib/hostler");

    private final Environment environment;
    private final CommonOptions options;
    private final Output output;
    private @Nullable AgentClient agent;

    public Session(Environment environment, CommonOptions options) {
        this.environment = environment;
        this.options = options;
        this.output =
                new Output(
                        environment.out(),
                        options.output(),
                        environment.colour(),
                        environment.width());
    }

    /** The agent; connected when it is asked something. */
    AgentClient agent() throws UsageException {
        if (agent == null) {
            agent = newClient();
        }
        return agent;
    }

    private AgentClient newClient() throws UsageException {
        Duration timeout = options.timeout(ANSWER);
        String address = options.address();
        if (address == null) {
            return AgentClient.local(socket(), timeout);
        }
        if (!address.matches("[^/\\s]+:[0-9]{1,5}")) {
            throw new UsageException("--address " + address + ": HOST:PORT was expected");
        }
        return AgentClient.remote(address, timeout);
    }

    /** The sockets of the local agent that is meant. */
    AgentSocket socket() {
        return socket(home());
    }

    private AgentSocket socket(Path home) {
        return new AgentSocket(home, environment.variable("XDG_RUNTIME_DIR"));
    }

    /** Its directory. */
    Path home() {
        Path given = options.home();
        if (given != null) {
            return given.toAbsolutePath().normalize();
        }
        String variable = environment.variable("HOSTLER_HOME");
        if (variable != null) {
            return Path.of(variable).toAbsolutePath().normalize();
        }
        Path fallback = environment.fallbackHome();
        return fallback == null || Files.exists(socket(INSTALLED).calls()) ? INSTALLED : fallback;
    }

    /** Whether an agent elsewhere is meant. */
    boolean remote() {
        return options.address() != null;
    }

    Environment environment() {
        return environment;
    }

    Output output() {
        return output;
    }

    Duration timeout(Duration otherwise) {
        return options.timeout(otherwise);
    }

    /** Tells how it goes on, beside the answer. */
    void progress(String line) {
        environment.err().println(line);
        environment.err().flush();
    }

    @Override
    public void close() {
        output.flush();
        if (agent != null) {
            agent.close();
        }
    }
}
