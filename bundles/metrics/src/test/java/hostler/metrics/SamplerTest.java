package hostler.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.metrics.api.ServiceSample;
import hostler.os.api.TreeUsage;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.util.converter.Converters;

class SamplerTest {
    private static final ServiceId WEB = new ServiceId("web");
    private static final Services SERVICES =
            Services.of(Services.stopped("db"), Services.running("web", 7));

    private Sampler sampler = sampler(Map.of("interval.ms", "50"));

    private static Sampler sampler(Map<String, String> settings) {
        return sampler(new ProcMachine(), settings);
    }

    private static Sampler sampler(Machine machine, Map<String, String> settings) {
        Sampler sampler =
                new Sampler(
                        machine,
                        mains -> {
                            Map<hostler.os.api.ProcessIdentity, TreeUsage> all = new HashMap<>();
                            mains.forEach(main -> all.put(main, usage()));
                            return all;
                        },
                        config(settings));
        sampler.setRegistry(SERVICES);
        return sampler;
    }

    private static TreeUsage usage() {
        return new TreeUsage(Duration.ofSeconds(1), Duration.ofMillis(500), 4096, 1);
    }

    private static Sampler.Config config(Map<String, String> settings) {
        return Converters.standardConverter().convert(settings).to(Sampler.Config.class);
    }

    @AfterEach
    void end() throws Exception {
        sampler.deactivate();
    }

    private void replaceBy(Sampler other) throws Exception {
        sampler.deactivate();
        sampler = other;
    }

    private static Failure failure(ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(ServiceException.class, call)
                .failure();
    }

    @Test
    void theMachineAndItsServicesAreSampledAgainAndAgain() throws Exception {
        await().ignoreExceptions().until(() -> sampler.host().memory().total() > 0);
        await().ignoreExceptions().until(() -> sampler.service(WEB).running());
        var first = sampler.service(WEB).at();
        await().until(() -> sampler.service(WEB).at().isAfter(first));

        assertThat(sampler.services())
                .extracting(ServiceSample::service)
                .containsExactly(new ServiceId("db"), WEB);
        assertThat(sampler.service(new ServiceId("db")).running()).isFalse();
        assertThat(sampler.families())
                .singleElement()
                .satisfies(family -> assertThat(family.samples().getFirst().value()).isPositive());
    }

    @Test
    void whoeverIsUnknownIsNotFoundAndWhoIsNewIsNotThereYet() throws Exception {
        await().ignoreExceptions().until(() -> sampler.service(WEB).running());

        assertThat(failure(() -> sampler.service(new ServiceId("nope"))))
                .isEqualTo(Failure.NOT_FOUND);

        replaceBy(sampler(Map.of("interval.ms", "3600000")));
        await().ignoreExceptions().until(() -> sampler.service(WEB).running());
        sampler.setRegistry(Services.of(Services.running("fresh", 8)));
        assertThatThrownBy(() -> sampler.service(new ServiceId("fresh")))
                .hasMessage("service fresh is new: the next pass samples it");
    }

    @Test
    void beforeTheFirstPassThereAreNoZeros() throws Exception {
        var never = new java.util.concurrent.CountDownLatch(1);
        replaceBy(
                sampler(
                        new Machine() {
                            @Override
                            public Reading read() throws IOException {
                                return stopped();
                            }

                            @Override
                            public long memoryBytes() throws IOException {
                                stopped();
                                return 0;
                            }

                            private Reading stopped() throws IOException {
                                try {
                                    never.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                                throw new IOException("stopped");
                            }
                        },
                        Map.of()));

        assertThat(failure(sampler::host)).isEqualTo(Failure.UNAVAILABLE);
        assertThat(failure(sampler::services)).isEqualTo(Failure.UNAVAILABLE);
        assertThat(failure(() -> sampler.service(WEB))).isEqualTo(Failure.UNAVAILABLE);
    }

    @Test
    void whatTheConfigurationDoesNotWantIsNotSampledAndTheKeyIsNamed() {
        sampler.modified(config(Map.of("interval.ms", "50", "collect.system", "false")));
        await().untilAsserted(
                        () ->
                                assertThatThrownBy(sampler::host)
                                        .hasMessageContaining("metrics.collect_system is false"));
        await().ignoreExceptions().until(() -> sampler.service(WEB).running());

        sampler.modified(config(Map.of("interval.ms", "50", "enabled", "false")));
        await().untilAsserted(
                        () ->
                                assertThatThrownBy(() -> sampler.service(WEB))
                                        .hasMessageContaining("metrics.enabled is false"));
        assertThat(failure(sampler::host)).isEqualTo(Failure.FAILED_PRECONDITION);
    }

    @Test
    void aMachineThatCannotBeReadIsSaidAndReadAgain() throws Exception {
        var broken = new java.util.concurrent.atomic.AtomicBoolean(true);
        Machine machine = new ProcMachine();
        replaceBy(
                sampler(
                        new Machine() {
                            @Override
                            public Reading read() throws IOException {
                                if (broken.get()) {
                                    throw new IOException("/proc is not mounted");
                                }
                                return machine.read();
                            }

                            @Override
                            public long memoryBytes() throws IOException {
                                return machine.memoryBytes();
                            }
                        },
                        Map.of("interval.ms", "50")));

        await().untilAsserted(
                        () ->
                                assertThatThrownBy(sampler::host)
                                        .hasMessage(
                                                "the last pass has failed: /proc is not mounted"));
        broken.set(false);
        await().ignoreExceptions().until(() -> sampler.host().memory().total() > 0);
    }

    @Test
    void untilCoreKnowsTheServicesThereAreNoZerosOfThem() {
        sampler.setRegistry(new Services(SERVICES.list(), false));

        await().untilAsserted(
                        () ->
                                assertThatThrownBy(sampler::services)
                                        .hasMessageStartingWith("the agent is starting"));
        await().ignoreExceptions().until(() -> sampler.host().memory().total() > 0);

        sampler.setRegistry(SERVICES);
        await().ignoreExceptions().until(() -> sampler.service(WEB).running());
        sampler.setRegistry(null);
        await().untilAsserted(
                        () ->
                                assertThatThrownBy(sampler::services)
                                        .isInstanceOf(ServiceException.class));
    }

    @Test
    void whatIsLackingIsNotWaitedForAnInterval() throws Exception {
        replaceBy(sampler(Map.of("interval.ms", "3600000")));

        await().ignoreExceptions().until(() -> sampler.host().memory().total() > 0);
        await().ignoreExceptions().until(() -> sampler.service(WEB).running());
    }

    @Test
    void defaultsAreTheContracts() {
        Sampler.Config config = config(Map.of());

        assertThat(config.enabled()).isTrue();
        assertThat(config.interval_ms()).isEqualTo(10_000);
        assertThat(config.collect_system()).isTrue();
        assertThat(config.collect_service()).isTrue();
    }
}
