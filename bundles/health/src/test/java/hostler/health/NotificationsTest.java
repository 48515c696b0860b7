package hostler.health;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceId;
import hostler.core.api.Verdict;
import hostler.health.api.CheckResult;
import hostler.health.api.HealthChange;
import hostler.health.api.HealthEntry;
import hostler.health.api.HealthNotifier;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotificationsTest {
    private final Notifications notifications = new Notifications();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        notifications.close();
    }

    @Test
    void everyNotifierIsToldInOrder() throws Exception {
        notifications.add(this::tell);
        notifications.tell(change("one"));
        notifications.tell(change("two"));

        assertThat(next()).isEqualTo("one");
        assertThat(next()).isEqualTo("two");
    }

    @Test
    void hungNotifierDelaysNobody() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        notifications.add(change -> waitFor(never));
        notifications.add(this::tell);
        notifications.tell(change("one"));

        assertThat(next()).isEqualTo("one");
    }

    @Test
    void failingNotifierIsToldTheNextChange() throws Exception {
        notifications.add(
                change -> {
                    tell(change);
                    throw new IllegalStateException("thrown by the test, on purpose");
                });
        notifications.tell(change("one"));
        notifications.tell(change("two"));

        assertThat(next()).isEqualTo("one");
        assertThat(next()).isEqualTo("two");
    }

    /** Fault D16. */
    @Test
    void oldestChangesAreDroppedWhenANotifierIsBehind() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        notifications.add(
                change -> {
                    busy.countDown();
                    waitFor(go);
                    tell(change);
                });
        notifications.tell(change("first"));
        busy.await();
        for (int i = 0; i < Outbox.CAPACITY + 10; i++) {
            notifications.tell(change("change " + i));
        }
        go.countDown();

        assertThat(next()).isEqualTo("first");
        assertThat(next()).isEqualTo("change 10");
    }

    @Test
    void removedNotifierIsInterruptedAndToldNothingMore() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        HealthNotifier notifier =
                change -> {
                    busy.countDown();
                    waitFor(new CountDownLatch(1));
                    interrupted.countDown();
                };
        notifications.add(notifier);
        notifications.tell(change("one"));
        busy.await();
        notifications.remove(notifier);

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void tell(HealthChange change) {
        told.add(change.entry().result().message());
    }

    private String next() throws InterruptedException {
        return told.poll(10, TimeUnit.SECONDS);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static HealthChange change(String message) {
        return new HealthChange(
                new ServiceId("web"),
                Verdict.UNKNOWN,
                new HealthEntry(
                        Verdict.HEALTHY,
                        CheckResult.ok(message),
                        Instant.EPOCH,
                        "fake",
                        Duration.ZERO));
    }
}
