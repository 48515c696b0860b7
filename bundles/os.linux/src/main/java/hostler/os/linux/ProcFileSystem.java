package hostler.os.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads {@code /proc}. "There is no such process" and "it cannot be read" are kept apart: an agent
 * out of descriptors must not take the living for dead.
 */
final class ProcFileSystem {

    private static final int LONGEST_STAT = 4096;
    private static final int LONGEST_CHILDREN = 1 << 20;
    private static final int LONGEST_ENVIRONMENT = 1 << 20;

    private final Path root;

    ProcFileSystem(Path root) {
        this.root = root;
    }

    /** The stat of a process, zombies included; empty when there is none of that pid. */
    Optional<ProcStat> stat(int pid) {
        Path file = file(pid, "stat");
        try {
            String line = new String(read(file, LONGEST_STAT), StandardCharsets.ISO_8859_1);
            return Optional.of(ProcStat.parse(line));
        } catch (IOException e) {
            return absentUnless(Files.exists(file), file, e);
        }
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

    /**
     * The children of a process of one thread, zombies included; empty when nobody can say: it is
     * gone, or the kernel has no such file (CONFIG_PROC_CHILDREN). When one is reaped while the
     * kernel counts them it may leave out another (see /proc/PID/task/TID/children in proc(5)),
     * hence it is read twice: who is left out of one is in the other.
     */
    Optional<Set<Integer>> children(int pid) {
        Path file = file(pid, "task").resolve(Integer.toString(pid)).resolve("children");
        try (RandomAccessFile list = new RandomAccessFile(file.toFile(), "r")) {
            // Not through a channel, which an interrupted thread would close.
            InputStream text = new FileInputStream(list.getFD());
            Set<Integer> children = new HashSet<>(numbers(text.readNBytes(LONGEST_CHILDREN)));
            list.seek(0);
            children.addAll(numbers(text.readNBytes(LONGEST_CHILDREN)));
            return Optional.of(children);
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    private static List<Integer> numbers(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII)
                .strip()
                .transform(
                        all -> all.isEmpty() ? Stream.<String>of() : Stream.of(all.split(" ", -1)))
                .map(Integer::valueOf)
                .toList();
    }

    private static boolean isProcess(Path entry) {
        return Character.isDigit(entry.getFileName().toString().charAt(0));
    }

    /**
     * The environment a process was started with; empty when it is gone or not ours to see. On its
     * way out a process loses its memory, and with it the environment, before it is a zombie: ESRCH
     * though its files are still there.
     */
    Optional<String> environment(int pid) {
        Path file = file(pid, "environ");
        try {
            return Files.isReadable(file) ? Optional.of(text(file)) : Optional.empty();
        } catch (IOException e) {
            return whileAlive(pid, file);
        }
    }

    /** Reading the stat tells a process on its way out from an agent out of descriptors. */
    private Optional<String> whileAlive(int pid, Path environ) {
        if (stat(pid).filter(ProcStat::alive).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(text(environ));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String text(Path environ) throws IOException {
        return new String(read(environ, LONGEST_ENVIRONMENT), StandardCharsets.ISO_8859_1);
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
    private static byte[] read(Path file, int most) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return in.readNBytes(most);
        }
    }

    private static <T> Optional<T> absentUnless(boolean there, Path file, IOException why) {
        if (there) {
            throw new UncheckedIOException("cannot read " + file, why);
        }
        return Optional.empty();
    }
}
