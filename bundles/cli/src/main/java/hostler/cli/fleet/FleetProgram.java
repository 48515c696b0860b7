package hostler.cli.fleet;

import hostler.cli.Environment;
import hostler.cli.ExitCode;
import hostler.cli.args.UsageException;
import hostler.cli.command.CommonOptions;
import hostler.cli.rpc.Code;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.Output;
import hostler.proto.v1.Action;
import hostler.settings.Spelling;
import java.util.List;

/** Commands to the agents of many machines, from their arguments to their exit code. */
public final class FleetProgram {

    /** Opens the place where the agents are registered. */
    @FunctionalInterface
    interface Opener {
        Registry open(FleetOptions options, Environment environment) throws UsageException;
    }

    private static final List<String> NAMES =
            List.of("ps", "status", "logs", "start", "stop", "restart", "reload", "config");

    private final Environment environment;
    private final Opener opener;

    public FleetProgram(Environment environment) {
        this(environment, EtcdRegistry::open);
    }

    FleetProgram(Environment environment, Opener opener) {
        this.environment = environment;
        this.opener = opener;
    }

    /**
     * Runs one command; blocks until it is done.
     *
     * @param name the command's name; empty: none was given
     * @throws RpcException when no agent is found
     */
    public ExitCode run(String name, List<String> args) throws RpcException, UsageException {
        FleetCommand command = create(name);
        command.arguments().parse(args);
        check(command);
        Fleet fleet = fleet(command);
        ExitCode code = command.run(fleet);
        fleet.output().flush();
        return code;
    }

    private static FleetCommand create(String name) throws UsageException {
        return switch (name) {
            case "ps" -> new FleetPs();
            case "status" -> new FleetStatus();
            case "logs" -> new FleetLogs();
            case "start" -> new FleetServices(Action.ACTION_START);
            case "stop" -> new FleetServices(Action.ACTION_STOP);
            case "restart" -> new FleetServices(Action.ACTION_RESTART);
            case "reload" -> new FleetServices(Action.ACTION_RELOAD);
            case "config" -> new FleetConfig();
            default ->
                    throw new UsageException(
                            "'"
                                    + name
                                    + "' is not done to a fleet"
                                    + Spelling.hint(name, NAMES)
                                    + "; what is: "
                                    + String.join(", ", NAMES));
        };
    }

    private static void check(FleetCommand command) throws UsageException {
        CommonOptions common = command.common();
        if (common.home() != null || common.address() != null) {
            throw new UsageException("--fleet finds the agents; --home and --address name one");
        }
        command.check();
    }

    private Fleet fleet(FleetCommand command) throws RpcException, UsageException {
        FleetOptions options = command.options();
        Registry registry = opener.open(options, environment);
        Roster roster = Roster.of(registry.entries(), options.agents());
        if (roster.isEmpty()) {
            throw new RpcException(
                    Code.NOT_FOUND, "no agent that is meant is registered in " + options.fleet());
        }
        CommonOptions common = command.common();
        Output output =
                new Output(
                        environment.out(),
                        common.output(),
                        environment.colour(),
                        environment.width());
        return new Fleet(
                roster,
                environment,
                output,
                command.telling(environment.terminal()),
                common.timeout(command.patience()));
    }
}
