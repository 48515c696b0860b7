package hostler.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hostler.core.api.HealthCheck;
import hostler.core.api.Verdict;
import hostler.health.api.CheckResult;
import hostler.health.api.CheckTarget;
import hostler.health.api.CheckerType;
import hostler.health.api.Deadline;
import hostler.health.api.HealthChecker;
import hostler.health.api.ServiceHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two hundred services with short checks, on real time. */
class ManyServicesTest {
    private static final int SERVICES = 200;
    private static final int CHANGES = 500;
    private static final Optional<HealthCheck> CHECK =
            Optional.of(Statuses.checkEvery(Duration.ofMillis(50)));
    private static final Map<String, Object> FAKE = Map.of(CheckerType.PROPERTY, "fake");

    private final FakeCore core = new FakeCore();
    private final Checkups checkups = new Checkups(core, core, core);

    @AfterEach
    void close() {
        checkups.close();
    }

    /** Defect 16: a hundred services with a check kill the agent (unsynchronised maps). */
    @Test
    void defect16ManyServicesThatChangeWhileTheyAreCheckedDoNoHarm() throws Exception {
        checkups.addChecker((target, deadline) -> CheckResult.ok("fine"), FAKE);
        checkups.open();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Random random = new Random(i);
                work.add(threads.submit(() -> changeAndAsk(random)));
            }
            work.add(threads.submit(this::swap));
            for (Future<?> done : work) {
                assertThat(done.get(30, TimeUnit.SECONDS)).isNull();
            }
        }
        for (int i = 0; i < SERVICES; i++) {
            core.put(Statuses.running("service-" + i, "last", CHECK));
        }

        await().untilAsserted(
                        () ->
                                assertThat(checkups.list())
                                        .hasSize(SERVICES)
                                        .extracting(ServiceHealth::verdict)
                                        .containsOnly(Verdict.HEALTHY));
    }

    @Test
    void oneServiceIsNeverCheckedTwiceAtATime() {
        Counting counting = new Counting();
        checkups.addChecker(counting, FAKE);
        checkups.open();
        core.put(Statuses.running("web", "l1", CHECK));

        await().until(() -> counting.checks.get() >= 5);
        assertThat(counting.overlapped).isFalse();
    }

    private void changeAndAsk(Random random) {
        for (int i = 0; i < CHANGES; i++) {
            String name = "service-" + random.nextInt(SERVICES);
            String launch = "launch-" + random.nextInt(5);
            if (random.nextInt(10) == 0) {
                core.remove(Statuses.running(name, launch, CHECK));
            } else {
                core.put(Statuses.running(name, launch, CHECK));
            }
            checkups.list();
        }
    }

    private void swap() {
        for (int i = 0; i < CHANGES; i++) {
            HealthChecker next = new FakeChecker().answer(CheckResult.ok("fine"));
            checkups.addChecker(next, FAKE);
            checkups.removeChecker(next);
        }
    }

    /** Takes longer than the interval and notices company. */
    private static final class Counting implements HealthChecker {
        private final AtomicInteger checks = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicBoolean overlapped = new AtomicBoolean();

        @Override
        public CheckResult check(CheckTarget target, Deadline deadline)
                throws InterruptedException {
            if (inside.incrementAndGet() > 1) {
                overlapped.set(true);
            }
            // Longer than the interval, so that the next check comes due meanwhile.
            TimeUnit.MILLISECONDS.sleep(80);
            inside.decrementAndGet();
            checks.incrementAndGet();
            return CheckResult.ok("fine");
        }
    }
}
