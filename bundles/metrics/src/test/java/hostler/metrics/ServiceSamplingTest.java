package hostler.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.metrics.api.ServiceSample;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.TreeUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServiceSamplingTest {
    private static final long SECOND = 1_000_000_000;
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private final Map<ProcessIdentity, TreeUsage> machine = new HashMap<>();
    private final AtomicInteger passes = new AtomicInteger();
    private final ServiceSampling sampling =
            new ServiceSampling(
                    mains -> {
                        passes.incrementAndGet();
                        Map<ProcessIdentity, TreeUsage> found = new HashMap<>(machine);
                        found.keySet().retainAll(mains);
                        return found;
                    });

    private void uses(int pid, Duration age, Duration cpu) {
        machine.put(Services.main(pid), new TreeUsage(age, cpu, 256, 2));
    }

    private ServiceSample sampled(long second) {
        return sample(second, Services.of(Services.running("web", 7))).getFirst();
    }

    private List<ServiceSample> sample(long second, Services services) {
        return sampling.sample(
                services.list(), new ServiceSampling.Pass(second * SECOND, AT, 1024));
    }

    @Test
    void aLaunchThatIsNewIsMeasuredSinceItsStart() {
        uses(7, Duration.ofSeconds(10), Duration.ofSeconds(5));

        assertThat(sampled(100))
                .isEqualTo(
                        new ServiceSample(
                                Services.running("web", 7).id(),
                                AT,
                                true,
                                50,
                                Duration.ofSeconds(5),
                                256,
                                25,
                                2));
    }

    @Test
    void fromThenOnUseIsWhatCameSinceThePassBefore() {
        uses(7, Duration.ofSeconds(10), Duration.ofSeconds(5));
        sampled(100);
        uses(7, Duration.ofSeconds(20), Duration.ofSeconds(20));

        assertThat(sampled(110).cpuPercent()).isEqualTo(150);
    }

    @Test
    void timeThatAProcessTookWithItStaysCounted() {
        uses(7, Duration.ofSeconds(10), Duration.ofSeconds(5));
        sampled(100);
        uses(7, Duration.ofSeconds(20), Duration.ofSeconds(3));

        assertThat(sampled(110).cpuTime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(sampled(120).cpuPercent()).isZero();
    }

    @Test
    void anotherLaunchBeginsAnew() {
        uses(7, Duration.ofSeconds(10), Duration.ofSeconds(5));
        sampled(100);
        uses(8, Duration.ofSeconds(2), Duration.ofSeconds(1));
        ServiceSample next = sample(110, Services.of(Services.running("web", 8))).getFirst();

        assertThat(next.cpuTime()).isEqualTo(Duration.ofSeconds(1));
        assertThat(next.cpuPercent()).isEqualTo(50);
    }

    @Test
    void whatDoesNotRunUsesNothing() {
        Services services = Services.of(Services.stopped("db"), Services.running("gone", 9));

        assertThat(sample(100, services))
                .extracting(ServiceSample::service)
                .hasToString("[db, gone]");
        assertThat(sample(110, services))
                .noneMatch(ServiceSample::running)
                .allMatch(sample -> sample.residentBytes() == 0);
    }

    @Test
    void allServicesShareOnePass() {
        sample(100, Services.of(Services.running("a", 1), Services.running("b", 2)));

        assertThat(passes).hasValue(1);
    }
}
