package hostler.os.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * posix_spawn(3) of a program that takes no arguments and no environment, and inherits chosen
 * descriptors only. It shares no code with {@link ProcessBuilder}, which would keep a thread per
 * child.
 */
final class PosixSpawn {

    private static final short SETSIGDEF = 4;
    private static final short SETSIGMASK = 8;

    /* glibc's posix_spawn_file_actions_t has 80 bytes, posix_spawnattr_t 336, sigset_t 128. */
    private static final long OPAQUE_SIZE = 512;
    private static final long SIGSET_SIZE = 128;
    private static final int FIRST_INHERITED = 3;

    /** From here on no descriptor is the target of one that is inherited. */
    static final int ABOVE_ALL_INHERITED = 10;

    private static final CFunction SPAWN =
            CFunction.named(
                    "posix_spawn", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final CFunction WAITPID =
            CFunction.named("waitpid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final CFunction ACTIONS_INIT = unary("posix_spawn_file_actions_init");
    private static final CFunction ACTIONS_DESTROY = unary("posix_spawn_file_actions_destroy");
    private static final CFunction ADD_DUP2 =
            CFunction.named(
                    "posix_spawn_file_actions_adddup2", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final CFunction ADD_CLOSE =
            CFunction.named("posix_spawn_file_actions_addclose", JAVA_INT, ADDRESS, JAVA_INT);
    private static final CFunction ADD_CLOSE_FROM =
            CFunction.named(
                    "posix_spawn_file_actions_addclosefrom_np", JAVA_INT, ADDRESS, JAVA_INT);
    private static final CFunction ATTR_INIT = unary("posix_spawnattr_init");
    private static final CFunction ATTR_DESTROY = unary("posix_spawnattr_destroy");
    private static final CFunction ATTR_FLAGS =
            CFunction.named("posix_spawnattr_setflags", JAVA_INT, ADDRESS, JAVA_SHORT);
    private static final CFunction ATTR_DEFAULTS = binary("posix_spawnattr_setsigdefault");
    private static final CFunction ATTR_MASK = binary("posix_spawnattr_setsigmask");
    private static final CFunction SIGFILLSET = unary("sigfillset");

    private PosixSpawn() {}

    private static CFunction unary(String name) {
        return CFunction.named(name, JAVA_INT, ADDRESS);
    }

    private static CFunction binary(String name) {
        return CFunction.named(name, JAVA_INT, ADDRESS, ADDRESS);
    }

    /**
     * Runs a program that detaches itself, and waits for its first process, which ends at once.
     *
     * @param inherited what it inherits, by the numbers they get, each from 3 on and below {@link
     *     #ABOVE_ALL_INHERITED}; it has no others but 0 to 2
     */
    static void run(Path program, SortedMap<Integer, Integer> inherited) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(OPAQUE_SIZE, Long.BYTES);
            ACTIONS_INIT.callForError(actions);
            try {
                inherit(actions, inherited);
                waitFor(spawn(arena, program, actions));
            } finally {
                ACTIONS_DESTROY.intOf(actions);
            }
        }
    }

    private static void inherit(MemorySegment actions, SortedMap<Integer, Integer> inherited)
            throws ErrnoException {
        int end = inherited.lastKey() + 1;
        for (int target = FIRST_INHERITED; target < end; target++) {
            Integer fd = inherited.get(target);
            if (fd == null) {
                // One that is not open is no error to it.
                ADD_CLOSE.callForError(actions, target);
            } else {
                ADD_DUP2.callForError(actions, fd, target);
            }
        }
        // The JVM has descriptors that are not closed on exec.
        ADD_CLOSE_FROM.callForError(actions, end);
    }

    private static int spawn(Arena arena, Path program, MemorySegment actions)
            throws ErrnoException {
        MemorySegment attributes = arena.allocate(OPAQUE_SIZE, Long.BYTES);
        ATTR_INIT.callForError(attributes);
        try {
            cleanSignals(arena, attributes);
            MemorySegment path = arena.allocateFrom(program.toString());
            MemorySegment argv = arena.allocate(ADDRESS, 2);
            argv.set(ADDRESS, 0, path);
            MemorySegment pid = arena.allocate(JAVA_INT);
            MemorySegment noEnvironment = arena.allocate(ADDRESS);
            SPAWN.callForError(pid, path, actions, attributes, argv, noEnvironment);
            return pid.get(JAVA_INT, 0);
        } finally {
            ATTR_DESTROY.intOf(attributes);
        }
    }

    private static void cleanSignals(Arena arena, MemorySegment attributes) throws ErrnoException {
        MemorySegment all = arena.allocate(SIGSET_SIZE, Long.BYTES);
        SIGFILLSET.call(all);
        ATTR_DEFAULTS.callForError(attributes, all);
        ATTR_MASK.callForError(attributes, arena.allocate(SIGSET_SIZE, Long.BYTES));
        ATTR_FLAGS.callForError(attributes, (short) (SETSIGDEF | SETSIGMASK));
    }

    private static void waitFor(int pid) throws ErrnoException {
        WAITPID.callUninterrupted(pid, MemorySegment.NULL, 0);
    }

    /**
     * A descriptor of the same file that no target of {@link #run} can be: a dup2(2) of one must
     * not replace another that is still needed. Closes the one given.
     */
    static int outOfTheWay(int fd) throws ErrnoException {
        try {
            return Descriptors.duplicate(fd, ABOVE_ALL_INHERITED);
        } finally {
            Descriptors.close(fd);
        }
    }
}
