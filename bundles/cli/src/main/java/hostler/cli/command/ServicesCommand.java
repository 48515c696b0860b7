package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Option;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.RpcException;
import hostler.proto.v1.Action;
import hostler.proto.v1.CommandRequest;
import java.time.Duration;
import java.util.List;

/** What start, stop, restart, reload, pause and resume have in common. */
abstract class ServicesCommand extends Command {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Action action;

    private final Option<Boolean> all =
            arguments().flag("Every service instead of names.", "--all");

    private final Option<Boolean> noWait =
            arguments()
                    .flag(
                            "Return as soon as the agent has noted the command; it does the rest.",
                            "--no-wait");

    ServicesCommand(Action action) {
        this.action = action;
        arguments().operands("NAME", 0, Integer.MAX_VALUE, "The services.");
    }

    /** Whether services are meant at all. */
    final boolean meansServices() {
        return all.value() || noWait.value() || !arguments().given().isEmpty();
    }

    /** Whether what depends on a service is stopped before it. */
    abstract boolean cascade();

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        List<String> names = arguments().given();
        if (all.value() != names.isEmpty()) {
            throw new UsageException(
                    all.value() ? "either --all or names" : "name the services, or say --all");
        }
        Duration timeout = session.timeout(PATIENCE);
        CommandRequest request =
                CommandRequest.newBuilder()
                        .setAction(action)
                        .addAllServices(names)
                        .setAll(all.value())
                        .setCascade(cascade())
                        .setWait(!noWait.value())
                        .build();
        return new Progress(session, names, timeout).follow(request);
    }
}
