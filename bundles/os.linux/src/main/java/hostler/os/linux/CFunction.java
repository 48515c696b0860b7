package hostler.os.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.stream.Stream;

/**
 * A function of the C library. Arguments are boxed exactly as it was declared: {@code Integer},
 * {@code Long} or {@link MemorySegment}. A call blocks as the function does, and pins a virtual
 * thread meanwhile.
 */
final class CFunction {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO =
            STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private final String name;
    private final MethodHandle handle;

    private CFunction(String name, MethodHandle handle) {
        this.name = name;
        int arguments = handle.type().parameterCount() - 1;
        this.handle = handle.asType(handle.type().generic()).asSpreader(Object[].class, arguments);
    }

    /** The function of that name, with its result and parameters. */
    static CFunction named(String name, MemoryLayout result, MemoryLayout... parameters) {
        return new CFunction(name, link(name, FunctionDescriptor.of(result, parameters)));
    }

    /** A function like fcntl(2), of whose parameters only the first {@code fixed} are declared. */
    static CFunction variadic(
            String name, int fixed, MemoryLayout result, MemoryLayout... parameters) {
        return new CFunction(
                name,
                link(
                        name,
                        FunctionDescriptor.of(result, parameters),
                        Linker.Option.firstVariadicArg(fixed)));
    }

    /** A system call by its number, for what older C libraries do not wrap; see syscall(2). */
    static CFunction systemCall(String name, long number, MemoryLayout... parameters) {
        MemoryLayout[] all =
                Stream.concat(Stream.of(JAVA_LONG), Stream.of(parameters))
                        .toArray(MemoryLayout[]::new);
        MethodHandle syscall =
                link(
                        "syscall",
                        FunctionDescriptor.of(JAVA_LONG, all),
                        Linker.Option.firstVariadicArg(1));
        return new CFunction(name, MethodHandles.insertArguments(syscall, 1, number));
    }

    private static MethodHandle link(
            String symbol, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker.Option[] all =
                Stream.concat(
                                Stream.of(Linker.Option.captureCallState("errno")),
                                Stream.of(options))
                        .toArray(Linker.Option[]::new);
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(symbol), descriptor, all);
    }

    /**
     * Calls a function that tells failure by -1 and errno.
     *
     * @return what it returned, never -1
     */
    long call(Object... arguments) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = ((Number) invoke(state, arguments)).longValue();
            if (result == -1) {
                throw new ErrnoException(name, state.get(JAVA_INT, ERRNO));
            }
            return result;
        }
    }

    /** As {@link #call}, again and again while a signal interrupts it (EINTR). */
    long callUninterrupted(Object... arguments) throws ErrnoException {
        while (true) {
            try {
                return call(arguments);
            } catch (ErrnoException e) {
                if (e.errno() != Errno.EINTR) {
                    throw e;
                }
            }
        }
    }

    /** Calls a function that returns 0 or an error number, as the newer POSIX functions do. */
    void callForError(Object... arguments) throws ErrnoException {
        int error = intOf(arguments);
        if (error != 0) {
            throw new ErrnoException(name, error);
        }
    }

    /** Calls a function that returns an int that is no sign of failure, or an error number. */
    int intOf(Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) invoke(arena.allocate(STATE), arguments);
        }
    }

    /** Calls a function that returns an address; it may be NULL. */
    MemorySegment callForAddress(Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            return (MemorySegment) invoke(arena.allocate(STATE), arguments);
        }
    }

    private Object invoke(MemorySegment state, Object[] arguments) {
        try {
            return (Object) handle.invokeExact((Object) state, arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a C function throws nothing checked: " + name, e);
        }
    }
}
