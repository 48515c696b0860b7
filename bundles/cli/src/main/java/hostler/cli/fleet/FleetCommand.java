package hostler.cli.fleet;

import hostler.cli.ExitCode;
import hostler.cli.args.Arguments;
import hostler.cli.args.UsageException;
import hostler.cli.command.CommonOptions;
import hostler.cli.rpc.RpcException;
import java.time.Duration;

/** One command to a fleet: declares its arguments, is given them, and runs once. */
abstract class FleetCommand {
    private final Arguments arguments = new Arguments();
    private final CommonOptions common = new CommonOptions(arguments);
    private final FleetOptions options = new FleetOptions(arguments);

    final Arguments arguments() {
        return arguments;
    }

    final CommonOptions common() {
        return common;
    }

    final FleetOptions options() {
        return options;
    }

    /** How long one agent may take, where nobody says. */
    Duration patience() {
        return Duration.ofSeconds(15);
    }

    /** How it is told of an agent that it is done with, on a terminal or not. */
    Report.Telling telling(boolean terminal) {
        return terminal ? Report.Telling.COUNTED : Report.Telling.SILENT;
    }

    /** Looks at the arguments before anybody is asked. */
    void check() throws UsageException {
        // Most have nothing to add to what their declarations say.
    }

    /** Does it; blocks until it is done. */
    abstract ExitCode run(Fleet fleet) throws RpcException, UsageException;
}
