package hostler.launcher.direct;

import hostler.core.api.Logging;
import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceSpec;
import hostler.core.api.Startup;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.Prerequisites;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.os.api.KeeperDuties;
import hostler.os.api.Output;
import hostler.os.api.SpawnOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Turns the specification of a service into the order for its keeper. */
final class SpawnOrders {
    private final RunAs runAs;
    private final BaseEnvironment environment;

    SpawnOrders(Accounts accounts) {
        this.runAs = new RunAs(accounts);
        this.environment =
                new BaseEnvironment(new PasswdFile(Path.of("/etc/passwd")), accounts.ownUid());
    }

    /** Refuses what is known not to work. */
    void check(ServiceSpec spec) throws LaunchException {
        Prerequisites.program(spec.startup());
        Prerequisites.workingDirectory(spec.startup());
        runAs.account(spec.startup());
    }

    /**
     * The order for what was {@link #check checked} when it was prepared. What has changed since
     * then the keeper notices itself, so nothing is looked at twice.
     *
     * @param cgroup what the process is to join
     */
    SpawnOrder order(String launchId, HandleData data, ServiceSpec spec, Optional<Path> cgroup)
            throws LaunchException {
        Startup startup = spec.startup();
        Optional<Account> account = runAs.account(startup);
        Path log = spec.logging().file().toAbsolutePath();
        createDirectory("the log directory", Objects.requireNonNull(log.getParent()));
        return new SpawnOrder(
                launchId,
                Prerequisites.named(startup),
                startup.arguments(),
                environment.of(spec, account),
                startup.workingDirectory(),
                account,
                startup.process().umask(),
                output(spec.logging().capture(), log),
                data.records(),
                Optional.empty(),
                startup.process().limits(),
                duties(data, startup.kind(), cgroup));
    }

    private static Output output(Logging.Capture capture, Path log) {
        return switch (capture) {
            case FILE -> new Output.Append(log);
            case PIPE -> new Output.Piped(log);
        };
    }

    private static KeeperDuties duties(HandleData data, ServiceKind kind, Optional<Path> cgroup) {
        Optional<Path> pidFile =
                kind instanceof ServiceKind.Forking(Optional<Path> file) ? file : Optional.empty();
        return new KeeperDuties(cgroup, data.forks(), pidFile, data.notifies(), data.watchdog());
    }

    /** Creates a directory that is not there. */
    static void createDirectory(String what, Path path) throws LaunchException {
        if (Files.isDirectory(path)) {
            return;
        }
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new LaunchException(
                    LaunchException.Kind.TRANSIENT,
                    "cannot create " + what + " " + path + ": " + e.getMessage(),
                    e);
        }
    }
}
