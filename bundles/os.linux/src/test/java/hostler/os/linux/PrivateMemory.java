package hostler.os.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process costs that it shares with nobody. */
final class PrivateMemory {

    private PrivateMemory() {}

    static int kilobytes(int pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", "" + pid, "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Private_"))
                    .mapToInt(line -> Integer.parseInt(line.replaceAll("[^0-9]", "")))
                    .sum();
        }
    }
}
