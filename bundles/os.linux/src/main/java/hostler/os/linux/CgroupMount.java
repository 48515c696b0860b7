package hostler.os.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the cgroup v2 hierarchy is mounted, from {@code /proc/self/mountinfo}, proc(5). */
final class CgroupMount {

    private static final int MOUNT_POINT = 4;
    private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

    private CgroupMount() {}

    /** Its first mount point: everything, or beside the hierarchies of v1; empty without one. */
    static Optional<Path> in(Path mountinfo) throws IOException {
        try (Stream<String> lines = Files.lines(mountinfo, StandardCharsets.ISO_8859_1)) {
            return lines.flatMap(line -> mountPoint(line).stream()).findFirst();
        }
    }

    /* After any number of optional fields a single hyphen, and then the type. */
    private static Optional<Path> mountPoint(String line) {
        int end = line.indexOf(" - ");
        return end >= 0 && line.startsWith("cgroup2 ", end + 3)
                ? Optional.of(Path.of(unescaped(line.split(" ", -1)[MOUNT_POINT])))
                : Optional.empty();
    }

    /* Blanks, line ends and backslashes are written in octal. */
    private static String unescaped(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(
                        m -> {
                            char character = (char) Integer.parseInt(m.group(1), 8);
                            return character == '\\' ? "\\\\" : Character.toString(character);
                        });
    }
}
