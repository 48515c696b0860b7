package hostler.commands;

import hostler.commands.api.CommandOutput;
import hostler.commands.api.CommandRequest;
import hostler.commands.api.RunningCommand;
import hostler.core.api.AgentInfo;
import hostler.core.api.ServiceException;
import hostler.os.api.ControlGroups;
import hostler.os.linux.KeeperBinary;
import hostler.os.linux.KeeperSpawnDoor;
import hostler.os.linux.NssAccounts;
import hostler.os.linux.PidfdWatch;
import hostler.os.linux.ProcTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.osgi.util.converter.Converters;

/** Commands on this machine, as another configuration has them for each test. */
final class CommandsFixture implements AutoCloseable {
    final ProcTable table = new ProcTable();
    final PidfdWatch watch;
    final KeeperSpawnDoor spawn;
    final NssAccounts accounts = new NssAccounts();
    final Path records;
    private final ControlGroups groups;
    private final Path home;
    private final List<ShellCommands> all = new ArrayList<>();

    CommandsFixture(Path home, ControlGroups groups) throws IOException {
        this.home = home;
        this.groups = groups;
        this.records = home.resolve("var/run/commands");
        this.watch = new PidfdWatch(table);
        this.spawn = new KeeperSpawnDoor(KeeperBinary.extractTo(home.resolve("var/run")));
    }

    /** Enabled, and with these properties. */
    ShellCommands open(Object... properties) {
        ShellCommands commands =
                new ShellCommands(
                        new Agent(home), spawn, watch, table, groups, accounts, config(properties));
        all.add(commands);
        return commands;
    }

    static ShellCommands.Config config(Object... properties) {
        Map<String, Object> settings = new HashMap<>(Map.of("enabled", true));
        for (int i = 0; i < properties.length; i += 2) {
            settings.put((String) properties[i], properties[i + 1]);
        }
        return Converters.standardConverter().convert(settings).to(ShellCommands.Config.class);
    }

    static CommandRequest once(String text) {
        return new CommandRequest(text, false, "a test", false);
    }

    static CommandRequest continuous(String text) {
        return new CommandRequest(text, true, "a test", false);
    }

    /** What is left of an output. */
    static List<String> rest(CommandOutput output) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        for (Optional<String> line = output.next(); line.isPresent(); line = output.next()) {
            lines.add(line.get());
        }
        return lines;
    }

    /** What a command writes to stdout until its end; nothing to stderr. */
    static List<String> read(RunningCommand command) throws InterruptedException, ServiceException {
        List<String> lines = rest(command.out());
        if (!rest(command.err()).isEmpty()) {
            throw new AssertionError("it writes to stderr");
        }
        command.await();
        return lines;
    }

    /** A process that a command names. */
    boolean lives(String pid) {
        return Files.exists(Path.of("/proc", pid, "stat"))
                && table.identify(Integer.parseInt(pid)).filter(table::alive).isPresent();
    }

    void awaitDeath(String pid) {
        Awaitility.await("process " + pid + " is dead").until(() -> !lives(pid));
    }

    /** A command can be started. */
    static void awaitPlace(ShellCommands commands, int taken) {
        Awaitility.await("a place is given back").until(() -> commands.taken() == taken);
    }

    /** Nothing is left of any command. */
    void awaitNothingLeft() {
        Awaitility.await("no record is left").until(() -> list(records).isEmpty());
    }

    static List<Path> list(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    /** Until the keepers have ended: they write into a directory that is being deleted. */
    @Override
    public void close() {
        all.forEach(ShellCommands::deactivate);
        awaitNothingLeft();
        spawn.close();
        watch.close();
        accounts.close();
    }

    private record Agent(Path home) implements AgentInfo {
        @Override
        public String code() {
            return "agent-007";
        }

        @Override
        public String version() {
            return "0.1.0";
        }

        @Override
        public Path workspace() {
            return home.resolve("workspace");
        }

        @Override
        public long pid() {
            return ProcessHandle.current().pid();
        }

        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }
    }
}
