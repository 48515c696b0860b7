package hostler.cli.fleet;

import hostler.cli.ExitCode;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.RpcException;
import java.time.Duration;

/** A command that changes something, batch after batch. */
abstract class ChangeCommand extends FleetCommand {

    /** What it changes; reads what it needs of this machine. */
    abstract Change change() throws RpcException, UsageException;

    @Override
    final Duration patience() {
        return Duration.ofSeconds(60);
    }

    @Override
    final Report.Telling telling(boolean terminal) {
        return Report.Telling.PRINTED;
    }

    @Override
    final ExitCode run(Fleet fleet) throws RpcException, UsageException {
        Change change = change();
        Runnable notice =
                () ->
                        fleet.report()
                                .progress(
                                        "hostler: interrupted; what is under way is finished,"
                                                + " nothing more is begun");
        try (Interrupt interrupt = new Interrupt(notice).arm()) {
            return new Rolling(fleet, options(), change, interrupt).run();
        }
    }
}
