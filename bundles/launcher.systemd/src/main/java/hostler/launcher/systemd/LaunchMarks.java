package hostler.launcher.systemd;

import hostler.launcher.api.LaunchException;
import hostler.os.api.ExitRecord;
import hostler.os.api.FileDoor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept on disk of a launch: a mark that it was begun, for systemd forgets units that have
 * ended well, with where its output begins and how it ended, and its environment, which only root
 * may read.
 */
final class LaunchMarks {
    private static final Logger LOG = LoggerFactory.getLogger(LaunchMarks.class);
    private static final String MARK = ".unit";
    private static final String ENVIRONMENT = ".env";

    private final Path directory;
    private final FileDoor files;

    LaunchMarks(Path directory, FileDoor files) {
        this.directory = directory;
        this.files = files;
    }

    /**
     * Durable when it returns: it is about to be started.
     *
     * @param log that its output is appended to, if somebody is to search that
     */
    void begin(UnitRef unit, Optional<Path> log) throws LaunchException {
        try {
            Files.createDirectories(directory);
            String mark = unit.name().full() + log.map(file -> " " + size(file)).orElse("");
            files.replace(mark(unit.launchId()), mark.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed("cannot keep the mark of a launch", e);
        }
    }

    private static long size(Path log) {
        try {
            return Files.size(log);
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** Where the output of a launch begins in its log; empty: nobody knows. */
    OptionalLong outputStart(UnitRef unit) {
        try {
            String[] words = Files.readAllLines(mark(unit.launchId())).getFirst().split(" ", -1);
            return words.length > 1
                    ? OptionalLong.of(Long.parseLong(words[1]))
                    : OptionalLong.empty();
        } catch (IOException | NoSuchElementException | NumberFormatException e) {
            LOG.warn("cannot read where the output of launch {} begins", unit.launchId(), e);
            return OptionalLong.empty();
        }
    }

    boolean begun(UnitRef unit) {
        return Files.exists(mark(unit.launchId()));
    }

    /** Keeps how a launch ended that systemd is about to forget. */
    void ended(UnitRef unit, ExitRecord exit) throws LaunchException {
        try {
            files.replace(
                    mark(unit.launchId()),
                    (unit.name() + "\n" + KeptExit.text(exit)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed("cannot keep the end of a launch", e);
        }
    }

    /** How a launch ended, where that was kept. */
    Optional<ExitRecord> exit(UnitRef unit) {
        try {
            List<String> lines = Files.readAllLines(mark(unit.launchId()));
            return lines.size() > 1
                    ? Optional.of(KeptExit.read(unit.launchId(), lines.get(1)))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("cannot read how launch {} ended", unit.launchId(), e);
            return Optional.empty();
        }
    }

    /** The environment as a file that systemd.exec(5) calls an EnvironmentFile; empty: none. */
    Optional<Path> environment(UnitRef unit, Map<String, String> environment)
            throws LaunchException {
        if (environment.isEmpty()) {
            return Optional.empty();
        }
        Path file = directory.resolve(unit.launchId() + ENVIRONMENT);
        try {
            Files.deleteIfExists(file);
            // What is replaced keeps its mode, so it is never readable by others.
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            files.replace(file, lines(environment).getBytes(StandardCharsets.UTF_8));
            return Optional.of(file);
        } catch (IOException e) {
            throw failed("cannot write the environment of a launch", e);
        }
    }

    private static String lines(Map<String, String> environment) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(environment)
                .forEach((name, value) -> lines.append(name).append(quoted(value)).append('\n'));
        return lines.toString();
    }

    /** Within double quotes these four are what a backslash takes the meaning of. */
    private static String quoted(String value) {
        return "=\"" + value.replaceAll("[\"\\\\`$]", "\\\\$0") + '"';
    }

    /** Nobody asks about the launch again. */
    void forget(UnitRef unit) throws IOException {
        Files.deleteIfExists(directory.resolve(unit.launchId() + ENVIRONMENT));
        Files.deleteIfExists(mark(unit.launchId()));
    }

    private Path mark(String launchId) {
        return directory.resolve(launchId + MARK);
    }

    private static LaunchException failed(String doing, IOException cause) {
        return new LaunchException(
                LaunchException.Kind.TRANSIENT, doing + ": " + cause.getMessage(), cause);
    }
}
