package hostler.commands;

import java.util.concurrent.atomic.AtomicLong;

/** How much a command may write, to stdout and stderr together. */
final class OutputBudget {
    private final AtomicLong left;
    private final Runnable onOverrun;

    /**
     * @param bytes how much
     * @param onOverrun called, perhaps more than once, when it writes more
     */
    OutputBudget(long bytes, Runnable onOverrun) {
        this.left = new AtomicLong(bytes);
        this.onOverrun = onOverrun;
    }

    /** How many of the bytes that were read may be passed on. */
    int take(int read) {
        long before = left.getAndAdd(-read);
        if (before < read) {
            onOverrun.run();
        }
        return Math.clamp(before, 0, read);
    }
}
