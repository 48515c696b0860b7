package hostler.core;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents.Subscription;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    @TempDir Path directory;
    private TestHost host;
    private EventLog events;
    private ServiceStatus status;

    @BeforeEach
    void open() throws Exception {
        host = TestHost.on(directory);
        host.found(Specs.spec("web"));
        status = host.await(Specs.id("web"), ServiceState.STOPPED);
        events = new EventLog(host.clock);
    }

    @AfterEach
    void close() throws Exception {
        events.close();
        host.end();
    }

    private void append(int count) {
        for (int i = 1; i <= count; i++) {
            events.append(ServiceEvent.Kind.STATE, "event " + i, status);
        }
    }

    @Test
    void theNewestEventsOfAServiceAreKeptOldestFirst() {
        append(EventLog.KEPT + 5);

        assertThat(events.history(status.id(), 2))
                .extracting(ServiceEvent::message)
                .containsExactly("event 104", "event 105");
        assertThat(events.history(status.id(), 1_000)).hasSize(EventLog.KEPT);
        assertThat(events.history(status.id(), -1)).isEmpty();
    }

    @Test
    void aSubscriberHearsEverythingInOrder() throws Exception {
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        events.subscribe(event -> heard.add(event.sequence()));

        append(3);

        List<Long> sequences = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sequences.add(heard.poll(10, TimeUnit.SECONDS));
        }
        assertThat(sequences).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aSubscriberThatFallsBehindDelaysNobodyAndMissesTheOldest() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        events.subscribe(
                event -> {
                    heard.add(event.sequence());
                    awaitQuietly(blocked);
                });
        append(1);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(1);

        append(EventSubscriber.WAITING + 10);
        blocked.countDown();

        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(12);
    }

    @Test
    void aSubscriberThatThrowsHearsTheNextEvent() throws Exception {
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        events.subscribe(
                event -> {
                    heard.add(event.sequence());
                    throw new IllegalStateException("on purpose");
                });

        append(2);

        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void aClosedSubscriptionHearsNothing() throws Exception {
        BlockingQueue<ServiceEvent> silent = new LinkedBlockingQueue<>();
        BlockingQueue<ServiceEvent> heard = new LinkedBlockingQueue<>();
        Subscription subscription = events.subscribe(silent::add);
        subscription.close();
        subscription.close();
        events.subscribe(heard::add);

        append(1);

        assertThat(heard.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(silent).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
