package hostler.os.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One epoll(7) instance; descriptors are told apart by a token, for their numbers are reused. */
final class Epoll implements AutoCloseable {

    private static final int CLOEXEC = 02000000;
    private static final int CTL_ADD = 1;
    private static final int CTL_MOD = 3;
    private static final int EPOLLIN = 1;
    private static final int EPOLLONESHOT = 1 << 30;
    private static final int MOST_EVENTS = 64;

    /* struct epoll_event is packed on x86-64 only. */
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final long EVENT_SIZE = PACKED ? 12 : 16;
    private static final long TOKEN_OFFSET = PACKED ? 4 : 8;

    private static final CFunction CREATE = CFunction.named("epoll_create1", JAVA_INT, JAVA_INT);
    private static final CFunction CONTROL =
            CFunction.named("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final CFunction WAIT =
            CFunction.named("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final CFunction EVENTFD =
            CFunction.named("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final CFunction EVENTFD_WRITE =
            CFunction.named("eventfd_write", JAVA_INT, JAVA_INT, JAVA_LONG);

    private final int fd;
    private final int alarm;

    /** The token that {@link #wake} reports. */
    static final long WAKE = 0;

    Epoll() throws ErrnoException {
        fd = (int) CREATE.call(CLOEXEC);
        alarm = (int) EVENTFD.call(0, CLOEXEC);
        add(alarm, WAKE);
    }

    /** Reports the token whenever the descriptor can be read, until it is closed. */
    void add(int watched, long token) throws ErrnoException {
        control(CTL_ADD, watched, EPOLLIN, token);
    }

    /** Takes it in; reports nothing before {@link #arm}, but for a hang-up, once. */
    void addDisarmed(int watched, long token) throws ErrnoException {
        control(CTL_ADD, watched, EPOLLONESHOT, token);
    }

    /** Reports the token once, when the descriptor can be read. */
    void arm(int watched, long token) throws ErrnoException {
        control(CTL_MOD, watched, EPOLLIN | EPOLLONESHOT, token);
    }

    private void control(int operation, int watched, int events, long token) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(EVENT_SIZE, Long.BYTES);
            event.set(JAVA_INT, 0, events);
            event.set(JAVA_LONG_UNALIGNED, TOKEN_OFFSET, token);
            CONTROL.call(fd, operation, watched, event);
        }
    }

    /** Blocks until something can be read; the tokens of that. */
    long[] await() throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate(EVENT_SIZE * MOST_EVENTS, Long.BYTES);
            int ready = (int) WAIT.callUninterrupted(fd, events, MOST_EVENTS, -1);
            long[] tokens = new long[ready];
            for (int i = 0; i < ready; i++) {
                tokens[i] = events.get(JAVA_LONG_UNALIGNED, i * EVENT_SIZE + TOKEN_OFFSET);
            }
            return tokens;
        }
    }

    /** Makes {@link #await} return {@link #WAKE}; any thread may call. */
    void wake() throws ErrnoException {
        EVENTFD_WRITE.call(alarm, 1L);
    }

    /** Frees both descriptors; nobody may be waiting any more. */
    @Override
    public void close() {
        Descriptors.close(alarm);
        Descriptors.close(fd);
    }
}
