package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.rpc.RpcException;
import hostler.proto.v1.Action;
import hostler.proto.v1.CommandRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What start, stop and restart have in common. */
abstract class ServicesCommand extends Command {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Action action;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "The services.")
    private final List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "Every service instead of names.")
    private boolean all;

    @Option(
            names = "--no-wait",
            description = "Return as soon as the agent has noted the command; it does the rest.")
    private boolean noWait;

    ServicesCommand(Action action) {
        this.action = action;
    }

    /** Whether what depends on a service is stopped before it. */
    abstract boolean cascade();

    @Override
    public final ExitCode run(Session session) throws RpcException, UsageException {
        if (all != names.isEmpty()) {
            throw new UsageException(
                    all ? "either --all or names" : "name the services, or say --all");
        }
        Duration timeout = session.timeout(PATIENCE);
        CommandRequest request =
                CommandRequest.newBuilder()
                        .setAction(action)
                        .addAllServices(names)
                        .setAll(all)
                        .setCascade(cascade())
                        .setWait(!noWait)
                        .setTimeout(
                                com.google.protobuf.Duration.newBuilder()
                                        .setSeconds(timeout.getSeconds())
                                        .setNanos(timeout.getNano()))
                        .build();
        return new Progress(session, names, timeout).follow(request);
    }
}
