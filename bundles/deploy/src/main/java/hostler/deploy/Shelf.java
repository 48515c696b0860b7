package hostler.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Private copies of jars: the one being looked at, and for each plugin the one that runs, to be put
 * back. It lies in the framework's own storage and goes with it: the deploy directory decides.
 */
final class Shelf {
    private static final String SUFFIX = ".jar";

    private final Path running;
    private final Path staged;

    /** The shelf in a directory, which is created. */
    Shelf(Path directory) throws IOException {
        this.running = Files.createDirectories(directory.resolve("running"));
        this.staged = directory.resolve("staged" + SUFFIX);
    }

    /** Copies a file; what happens to it afterwards does not matter any more. */
    Path stage(Path file) throws IOException {
        return Files.copy(file, staged, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The staged jar is the one that runs now. */
    void keep(String name) throws IOException {
        Files.move(staged, path(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The jar a plugin runs from, when it came from the deploy directory. */
    Optional<Path> running(String name) {
        return Optional.of(path(name)).filter(Files::exists);
    }

    boolean runs(String name, Path content) throws IOException {
        Optional<Path> kept = running(name);
        return kept.isPresent() && Files.mismatch(kept.get(), content) < 0;
    }

    void forget(String name) throws IOException {
        Files.deleteIfExists(path(name));
    }

    /** The plugins that run from the deploy directory. */
    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(running)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .toList();
        }
    }

    private Path path(String name) {
        return running.resolve(name + SUFFIX);
    }
}
