package hostler.controller.grpc;

import hostler.commands.ShellCommands;
import hostler.commands.api.Commands;
import hostler.core.api.AgentInfo;
import hostler.os.linux.CgroupTree;
import hostler.os.linux.KeeperBinary;
import hostler.os.linux.KeeperSpawnDoor;
import hostler.os.linux.NssAccounts;
import hostler.os.linux.PidfdWatch;
import hostler.os.linux.ProcTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.osgi.util.converter.Converters;

/** Commands that really run on this machine. */
final class RealCommands implements AutoCloseable {
    private final ProcTable table = new ProcTable();
    private final PidfdWatch watch;
    private final KeeperSpawnDoor spawn;
    private final CgroupTree groups = new CgroupTree();
    private final NssAccounts accounts = new NssAccounts();
    private final ShellCommands commands;
    private final Path records;

    RealCommands(AgentInfo agent, Map<String, Object> settings) throws IOException {
        Path run = agent.home().resolve("var/run");
        records = run.resolve("commands");
        watch = new PidfdWatch(table);
        spawn = new KeeperSpawnDoor(KeeperBinary.extractTo(run));
        commands =
                new ShellCommands(
                        agent,
                        spawn,
                        watch,
                        table,
                        groups,
                        accounts,
                        Converters.standardConverter()
                                .convert(settings)
                                .to(ShellCommands.Config.class));
    }

    Commands service() {
        return commands;
    }

    /** No keeper has anything to write any more. */
    void awaitNothingLeft() {
        Awaitility.await("nothing is left of any command")
                .until(() -> !records.toFile().exists() || records.toFile().list().length == 0);
    }

    @Override
    public void close() {
        commands.deactivate();
        awaitNothingLeft();
        spawn.close();
        watch.close();
        groups.close();
        accounts.close();
    }
}
