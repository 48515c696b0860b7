package hostler.launcher.direct;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads /proc on its own: what the product says about processes is not believed here. */
final class Judge {
    private static final Path PROC = Path.of("/proc");

    private Judge() {}

    /** State letter and start ticks, as in proc_pid_stat(5). */
    record Look(char state, long startTicks) {

        /** Neither ended nor stopped. */
        boolean goesOn() {
            return "RSD".indexOf(state) >= 0;
        }
    }

    /** What a pid is now; empty when nobody has it. A zombie has. */
    static Optional<Look> at(int pid) {
        try {
            String stat = Files.readString(PROC.resolve(Integer.toString(pid)).resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(new Look(fields[0].charAt(0), Long.parseLong(fields[19])));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Whether nobody has this pid, not even a zombie. */
    static boolean free(int pid) {
        return !Files.exists(PROC.resolve(Integer.toString(pid)));
    }

    /** Who runs this very program file, whatever it calls itself. */
    static List<Integer> running(Path program) {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.filter(entry -> runs(entry, program))
                    .map(entry -> Integer.valueOf(entry.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean runs(Path process, Path program) {
        try {
            return Character.isDigit(process.getFileName().toString().charAt(0))
                    && Files.readSymbolicLink(process.resolve("exe")).equals(program);
        } catch (IOException gone) {
            return false;
        }
    }
}
