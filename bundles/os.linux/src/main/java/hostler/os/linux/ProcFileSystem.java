package hostler.os.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code /proc}. "There is no such process" and "it cannot be read" are kept apart: an agent
 * out of descriptors must not take the living for dead.
 */
final class ProcFileSystem {

    private static final int LONGEST_STAT = 4096;
    private static final int LONGEST_ENVIRONMENT = 1 << 20;

    private final Path root;

    ProcFileSystem(Path root) {
        this.root = root;
    }

    /** The stat of a process, zombies included; empty when there is none of that pid. */
    Optional<ProcStat> stat(int pid) {
        return read(pid, "stat", LONGEST_STAT)
                .map(bytes -> ProcStat.parse(new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    /** One pass over all processes; who ends meanwhile may be missing. */
    List<ProcStat> all() {
        List<ProcStat> all = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(root, ProcFileSystem::isProcess)) {
            for (Path entry : entries) {
                stat(Integer.parseInt(entry.getFileName().toString())).ifPresent(all::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + root, e);
        }
        return all;
    }

    private static boolean isProcess(Path entry) {
        return Character.isDigit(entry.getFileName().toString().charAt(0));
    }

    /** The environment a process was started with; empty when it is gone or not ours to see. */
    Optional<String> environment(int pid) {
        if (!Files.isReadable(file(pid, "environ"))) {
            return Optional.empty();
        }
        return read(pid, "environ", LONGEST_ENVIRONMENT)
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** A file of one line under {@code /proc}, without its line end. */
    String line(String name) {
        try {
            return Files.readString(root.resolve(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + root.resolve(name), e);
        }
    }

    private Path file(int pid, String name) {
        return root.resolve(Integer.toString(pid)).resolve(name);
    }

    // A plain stream: an interrupted thread must be able to read, and channels would close.
    private Optional<byte[]> read(int pid, String name, int most) {
        Path file = file(pid, name);
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return Optional.of(in.readNBytes(most));
        } catch (IOException e) {
            if (Files.exists(file)) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
            return Optional.empty();
        }
    }
}
