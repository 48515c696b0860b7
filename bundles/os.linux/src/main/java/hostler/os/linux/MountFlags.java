package hostler.os.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * How the file system of a path is mounted, by statvfs(3).
 *
 * @param bits {@code f_flag}; none where nobody could be asked
 */
record MountFlags(long bits) {

    private static final long NOEXEC = 8;

    /* struct statvfs of a 64-bit glibc. */
    private static final long SIZE = 112;
    private static final long FLAG = 72;

    private static final CFunction STATVFS = CFunction.named("statvfs", JAVA_INT, ADDRESS, ADDRESS);

    static MountFlags of(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(SIZE, Long.BYTES);
            STATVFS.call(arena.allocateFrom(path.toString()), answer);
            return new MountFlags(answer.get(JAVA_LONG, FLAG));
        } catch (ErrnoException unknown) {
            // Only a better explanation is lost; the errno is still told.
            return new MountFlags(0);
        }
    }

    boolean noexec() {
        return (bits & NOEXEC) != 0;
    }
}
