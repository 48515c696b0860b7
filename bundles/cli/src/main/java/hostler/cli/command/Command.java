package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.rpc.RpcException;
import java.io.IOException;
import picocli.CommandLine.Mixin;

/** One command of the command line; picocli fills its fields, then it runs once. */
public abstract class Command {
    @Mixin private final CommonOptions options = new CommonOptions();

    public final CommonOptions options() {
        return options;
    }

    /**
     * Does it; blocks until it is done.
     *
     * @throws RpcException when the agent cannot be reached or refuses
     * @throws UsageException when the options do not fit together
     */
    public abstract ExitCode run(Session session) throws RpcException, IOException, UsageException;
}
