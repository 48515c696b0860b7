package hostler.os.linux;

import java.util.concurrent.atomic.AtomicInteger;

/** A descriptor that is closed once, however often that is asked for. Any thread may call. */
final class OwnedDescriptor implements AutoCloseable {

    private static final int CLOSED = -1;

    private final AtomicInteger number;

    OwnedDescriptor(int number) {
        this.number = new AtomicInteger(number);
    }

    boolean isOpen() {
        return number.get() != CLOSED;
    }

    /** Its number; who uses it sees to it that nobody closes it meanwhile. */
    int number() {
        return number.get();
    }

    @Override
    public void close() {
        int open = number.getAndSet(CLOSED);
        if (open != CLOSED) {
            Descriptors.close(open);
        }
    }
}
