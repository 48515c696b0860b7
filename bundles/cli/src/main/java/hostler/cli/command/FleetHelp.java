package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import hostler.cli.args.UsageException;
import hostler.cli.fleet.FleetOptions;
import java.util.List;

/** Here for the help text: it is {@code --fleet} that makes a command one to many agents. */
final class FleetHelp extends Command {
    FleetHelp() {
        var _ = new FleetOptions(arguments());
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Many agents at once: hostler --fleet etcd://HOST:2379 COMMAND finds them in etcd,"
                                + " under the keys they register for the Controller.",
                        "Commands: ps, status [NAME], logs NAME [-f] [-n COUNT], start, stop [--cascade],"
                                + " restart, reload NAME... or --all, config NAME apply [PATH=]FILE...",
                        "start, stop, restart, reload and config go batch by batch: the next one begins when every"
                                + " agent of the last one is done and the services it touched are healthy."
                                + " An agent that cannot be reached is named and left alone."
                                + " Ctrl-C finishes what is under way and begins nothing more."),
                List.of(
                        "",
                        "--timeout is how long one agent may take, until its services are healthy:"
                                + " default 60s, and 15s for what changes nothing.",
                        "-o json prints one object an agent, as it comes; logs one a line.",
                        "User and password for etcd: HOSTLER_ETCD_USER, HOSTLER_ETCD_PASSWORD_FILE.",
                        "Exit code: 0 all agents have done it, 6 some have, 7 none has, 4 none is registered"
                                + " or has the service, 3 etcd does not answer, 130 it was ended by Ctrl-C.",
                        "",
                        "Examples:",
                        "  hostler --fleet etcd://10.0.0.1:2379,10.0.0.2:2379 ps",
                        "  hostler --fleet etcd://10.0.0.1:2379 --agents 'web-*' logs shop -f",
                        "  hostler --fleet etcd://10.0.0.1:2379 restart shop --batch 20% --pause 30s"));
    }

    @Override
    public ExitCode run(Session session) throws UsageException {
        throw new UsageException("say: hostler --fleet etcd://HOST:2379 COMMAND");
    }
}
