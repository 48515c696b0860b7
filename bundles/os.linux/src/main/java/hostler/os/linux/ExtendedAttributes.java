package hostler.os.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The extended attributes of open files (xattr(7)), access control lists among them. */
final class ExtendedAttributes {
    /** They belong to the content, or to the kernel: a changed file must not have them. */
    private static final Set<String> NOT_KEPT =
            Set.of("security.capability", "security.ima", "security.evm");

    /** What Linux allows for a list of names, and for a value. */
    private static final int MOST = 64 << 10;

    private static final CFunction LIST =
            CFunction.named("flistxattr", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final CFunction GET =
            CFunction.named("fgetxattr", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    private static final CFunction SET =
            CFunction.named("fsetxattr", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final CFunction REMOVE =
            CFunction.named("fremovexattr", JAVA_INT, JAVA_INT, ADDRESS);

    private ExtendedAttributes() {}

    /** All that are to be kept, by name; values in hexadecimal. */
    static Map<String, String> read(int fd) throws ErrnoException {
        Map<String, String> read = new TreeMap<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(MOST);
            for (String name : names(fd, buffer)) {
                long size = GET.call(fd, arena.allocateFrom(name), buffer, (long) MOST);
                byte[] value = buffer.asSlice(0, size).toArray(JAVA_BYTE);
                read.put(name, HexFormat.of().formatHex(value));
            }
        }
        return read;
    }

    private static Set<String> names(int fd, MemorySegment buffer) throws ErrnoException {
        try {
            long size = LIST.call(fd, buffer, (long) MOST);
            String list =
                    new String(buffer.asSlice(0, size).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
            Set<String> names = new java.util.TreeSet<>(Arrays.asList(list.split("\0")));
            names.remove("");
            names.removeAll(NOT_KEPT);
            return names;
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EOPNOTSUPP) {
                return Set.of();
            }
            throw e;
        }
    }

    /** Makes an open file have these and no others. */
    static void make(int fd, Map<String, String> wanted) throws ErrnoException {
        Map<String, String> there = read(fd);
        try (Arena arena = Arena.ofConfined()) {
            for (String name : there.keySet()) {
                // The label of a new file is the machine's policy.
                if (!wanted.containsKey(name) && !name.startsWith("security.")) {
                    REMOVE.call(fd, arena.allocateFrom(name));
                }
            }
            for (Map.Entry<String, String> each : wanted.entrySet()) {
                if (!each.getValue().equals(there.get(each.getKey()))) {
                    byte[] value = HexFormat.of().parseHex(each.getValue());
                    SET.call(
                            fd,
                            arena.allocateFrom(each.getKey()),
                            arena.allocateFrom(JAVA_BYTE, value),
                            (long) value.length,
                            0);
                }
            }
        }
    }
}
