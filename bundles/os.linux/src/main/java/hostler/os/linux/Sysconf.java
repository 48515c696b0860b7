package hostler.os.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.UncheckedIOException;

/** Constants of the running system, see sysconf(3). */
final class Sysconf {

    private static final int SC_CLK_TCK = 2;
    private static final int SC_PAGESIZE = 30;

    private Sysconf() {}

    /** In how many clock ticks the kernel counts a second for {@code /proc}. */
    static long ticksPerSecond() {
        return ask("the clock tick", SC_CLK_TCK);
    }

    /** Bytes in a page of memory. */
    static long pageBytes() {
        return ask("the size of a page", SC_PAGESIZE);
    }

    private static long ask(String what, int name) {
        try {
            return CFunction.named("sysconf", JAVA_LONG, JAVA_INT).call(name);
        } catch (ErrnoException e) {
            throw new UncheckedIOException("cannot ask for " + what, e);
        }
    }
}
