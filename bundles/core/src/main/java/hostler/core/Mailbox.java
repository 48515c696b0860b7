package hostler.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The messages one reconciler has not read yet: at most one about each subject, so it is bounded
 * however long the reader is held up.
 */
final class Mailbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final LinkedHashMap<Object, Message> unread = new LinkedHashMap<>();

    /** Adds a message; it replaces an unread one about the same. Any thread; does not block. */
    void post(Message message) {
        lock.lock();
        try {
            unread.putLast(message.subject(), message);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** All unread messages, the oldest first; perhaps none. */
    List<Message> poll() {
        lock.lock();
        try {
            List<Message> messages = new ArrayList<>(unread.values());
            unread.clear();
            return messages;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is a message; leaves it unread. */
    void await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (unread.isEmpty()) {
                arrived.await();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return unread.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
