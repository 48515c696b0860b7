package hostler.os.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code /proc}. "There is no such process" and "it cannot be read" are kept apart: an agent
 * out of descriptors must not take the living for dead.
 */
final class ProcFileSystem {

    private static final int LONGEST_STAT = 4096;
    private static final int PART = 512;
    private static final int LONGEST_ENVIRONMENT = 1 << 20;

    private final Path root;

    ProcFileSystem(Path root) {
        this.root = root;
    }

    /** The stat of a process, zombies included; empty when there is none of that pid. */
    Optional<ProcStat> stat(int pid) {
        Path file = file(pid, "stat");
        try {
            return Optional.of(ProcStat.parse(line(file)));
        } catch (IOException e) {
            return absentUnless(Files.exists(file), file, e);
        }
    }

    /** The kernel gives such a line at one go, and no look for more is needed. */
    private static String line(Path stat) throws IOException {
        try (FileInputStream in = new FileInputStream(stat.toFile())) {
            byte[] line = new byte[LONGEST_STAT];
            return new String(line, 0, Math.max(0, in.read(line)), StandardCharsets.ISO_8859_1);
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
        // Not through a channel, which an interrupted thread would close.
        try (RandomAccessFile list = new RandomAccessFile(file.toFile(), "r")) {
            Set<Integer> children = new HashSet<>();
            readNumbers(list, children);
            list.seek(0);
            readNumbers(list, children);
            return Optional.of(children);
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /** A blank follows each of them. */
    private static void readNumbers(RandomAccessFile list, Set<Integer> numbers)
            throws IOException {
        byte[] part = new byte[PART];
        int number = 0;
        for (int size = list.read(part); size > 0; size = list.read(part)) {
            for (int at = 0; at < size; at++) {
                if (part[at] == ' ') {
                    numbers.add(number);
                    number = 0;
                } else {
                    number = 10 * number + Character.digit(part[at], 10);
                }
            }
        }
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

    /** How long ago the machine was booted, suspended time included. */
    long uptimeNanos() {
        return new BigDecimal(line("uptime").split(" ", 2)[0]).movePointRight(9).longValue();
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
