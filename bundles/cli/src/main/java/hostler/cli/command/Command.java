package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Arguments;
import hostler.cli.args.Manual;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.RpcException;
import java.io.IOException;

/** One command of the command line: declares its arguments, is given them, and runs once. */
public abstract class Command {
    private final Arguments arguments = new Arguments();
    private final CommonOptions options = new CommonOptions(arguments);

    /** What it takes. */
    public final Arguments arguments() {
        return arguments;
    }

    /** The options that every command takes. */
    public final CommonOptions options() {
        return options;
    }

    /** What it says about itself. */
    abstract Manual.Page page();

    /**
     * Does it; blocks until it is done.
     *
     * @throws RpcException when the agent cannot be reached or refuses
     * @throws UsageException when the options do not fit together
     */
    public abstract ExitCode run(Session session) throws RpcException, IOException, UsageException;
}
