package hostler.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the processes that an agent's services have left, by the working directory or the
 * environment.
 */
final class Leftovers {
    private Leftovers() {}

    /** Every process that runs under an agent's directory. */
    static List<Identity> of(Path home) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .filter(entry -> belongs(entry, home))
                    .map(entry -> Identity.of(Integer.parseInt(entry.getFileName().toString())))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean belongs(Path process, Path home) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(home)
                    || Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                            .contains(home + "/");
        } catch (IOException e) {
            // It has ended, or it is the kernel's.
            return false;
        }
    }
}
