package hostler.logs.journald;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.os.api.Account;
import hostler.os.api.Output;
import hostler.os.api.ProcessWatch;
import hostler.os.api.RunRecords;
import hostler.os.api.SpawnDoor;
import hostler.os.api.SpawnException;
import hostler.os.api.SpawnOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs programs of systemd: with their arguments as they are, and without a shell. Thread-safe. */
final class Programs {
    private static final String SEARCH_PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final Path ROOT = Path.of("/");
    private static final int UMASK = 0077;

    private final SpawnDoor spawn;
    private final ProcessWatch watch;
    private final RunRecords records;
    private final List<Path> directories;

    /**
     * @param records directory for the records of keepers
     * @param directories where programs are looked for
     */
    Programs(SpawnDoor spawn, ProcessWatch watch, Path records, List<Path> directories) {
        this.spawn = spawn;
        this.watch = watch;
        this.records = new RunRecords(records);
        this.directories = directories;
    }

    /** Where this machine has such programs. */
    static List<Path> searchPath() {
        return List.of(SEARCH_PATH.split(":")).stream().map(Path::of).toList();
    }

    /** Who runs a program, and what it has in its environment beside the little that all have. */
    record Runner(Optional<Account> account, Map<String, String> environment) {
        /** The agent itself. */
        static final Runner AGENT = new Runner(Optional.empty(), Map.of());
    }

    /** The file of a program; empty when this machine has none. */
    Optional<Path> find(String name) {
        return directories.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts a program.
     *
     * @param limit how long it may run; empty: as long as it is read from
     * @throws ServiceException UNAVAILABLE when it is not there or does not start
     */
    Program start(String name, List<String> arguments, Runner runner, Optional<Duration> limit)
            throws ServiceException {
        Path file = find(name).orElseThrow(() -> absent(name));
        try {
            SpawnOrder order = order(file, arguments, runner, limit);
            return new Program(name, spawn, watch, order, spawn.attach(order));
        } catch (SpawnException | IOException e) {
            throw new ServiceException(
                    Failure.UNAVAILABLE, "cannot run " + file + ": " + e.getMessage(), e);
        }
    }

    private SpawnOrder order(
            Path file, List<String> arguments, Runner runner, Optional<Duration> limit)
            throws IOException {
        Map<String, String> environment = new HashMap<>(runner.environment());
        environment.put("PATH", SEARCH_PATH);
        environment.put("LANG", "C.UTF-8");
        return new SpawnOrder(
                records.nextLaunchId("journal"),
                file,
                arguments,
                environment,
                ROOT,
                runner.account(),
                UMASK,
                new Output.Attached(),
                records.directory(),
                limit);
    }

    private ServiceException absent(String name) {
        return new ServiceException(
                Failure.UNAVAILABLE,
                "there is no "
                        + name
                        + " on this machine (looked for in "
                        + directories
                        + "): the logs of services that systemd runs cannot be read; it comes with"
                        + " systemd");
    }
}
