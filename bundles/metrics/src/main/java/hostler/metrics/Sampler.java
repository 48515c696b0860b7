package hostler.metrics;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.metrics.api.Family;
import hostler.metrics.api.HostSample;
import hostler.metrics.api.MetricSource;
import hostler.metrics.api.SampleBook;
import hostler.metrics.api.ServiceSample;
import hostler.os.api.ProcessMeter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples the machine and its services, on one thread, one pass an interval. Until there is a
 * sample passes come early: use of processors is a difference, services are being recovered at
 * first, and nobody should wait long for either.
 */
@Component(
        service = {SampleBook.class, MetricSource.class},
        immediate = true,
        configurationPid = Sampler.PID)
@Designate(ocd = Sampler.Config.class)
public final class Sampler implements SampleBook, MetricSource {
    static final String PID = "hostler.metrics";

    private static final Duration EARLY = Duration.ofSeconds(1);

    /** A pass reads some thousand small files at most. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final String NOT_YET = "no sample has been taken yet; ask again in a second";
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

    /** The settings under {@code metrics} that concern sampling. */
    @ObjectClassDefinition(name = "Hostler: metrics")
    public @interface Config {
        @AttributeDefinition(description = "Whether anything is sampled.")
        boolean enabled() default true;

        @AttributeDefinition(description = "Time between two passes, in milliseconds.", min = "1")
        long interval_ms() default 10_000;

        @AttributeDefinition(description = "Whether the machine is sampled.")
        boolean collect_system() default true;

        @AttributeDefinition(description = "Whether services are sampled.")
        boolean collect_service() default true;
    }

    private final Machine machine;
    private final HostSampling hostSampling = new HostSampling();
    private final ServiceSampling serviceSampling;
    private final ScheduledExecutorService passes =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("metrics").factory());

    /** May be away: while core is replaced there are no services to sample. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ServiceRegistry registry;

    private volatile Config config;
    private volatile Slot<HostSample> host = Slot.missing(NOT_YET);
    private volatile Slot<List<ServiceSample>> services = Slot.missing(NOT_YET);
    private volatile Duration lastPass = Duration.ZERO;

    /** Of the thread of passes alone. */
    private @Nullable Future<?> next;

    /** Begins to sample; returns at once. */
    @Activate
    public Sampler(@Reference ProcessMeter meter, Config config) {
        this(new ProcMachine(), meter, config);
    }

    Sampler(Machine machine, ProcessMeter meter, Config config) {
        this.machine = machine;
        this.serviceSampling = new ServiceSampling(meter);
        this.config = config;
        passes.execute(this::turn);
    }

    /** For tests, which have no framework to bind it. */
    void setRegistry(@Nullable ServiceRegistry present) {
        registry = present;
    }

    /** Takes over new settings with a pass at once. */
    @Modified
    void modified(Config changed) {
        config = changed;
        passes.execute(this::turn);
    }

    /** A pass, and whatever comes after it; there is one next turn, whoever asked for this one. */
    private void turn() {
        if (next != null) {
            next.cancel(false);
        }
        try {
            pass();
        } finally {
            next = passes.schedule(this::turn, wait(config), TimeUnit.MILLISECONDS);
        }
    }

    private long wait(Config now) {
        boolean lacking = host.lacking() || services.lacking();
        return lacking ? Math.min(EARLY.toMillis(), now.interval_ms()) : now.interval_ms();
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        passes.shutdownNow();
        if (!passes.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("a sampling pass does not end");
        }
    }

    private void pass() {
        long begun = System.nanoTime();
        Config now = config;
        host =
                now.enabled() && now.collect_system()
                        ? attempted(host, this::sampleHost)
                        : Slot.off(now.enabled() ? "metrics.collect_system" : "metrics.enabled");
        services =
                now.enabled() && now.collect_service()
                        ? attempted(services, this::sampleServices)
                        : Slot.off(now.enabled() ? "metrics.collect_service" : "metrics.enabled");
        lastPass = Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Takes a sample. */
    private interface Sampling<T> {
        Slot<T> take() throws IOException;
    }

    /** A failure is logged when it appears, not at each pass. */
    private static <T> Slot<T> attempted(Slot<T> before, Sampling<T> sampling) {
        try {
            return sampling.take();
        } catch (IOException | RuntimeException e) {
            Slot<T> failed = Slot.missing("the last pass has failed: " + e.getMessage());
            if (!failed.equals(before)) {
                LOG.warn("cannot take a sample", e);
            }
            return failed;
        }
    }

    private Slot<HostSample> sampleHost() throws IOException {
        Optional<HostSample> sample = hostSampling.sample(machine.read(), Instant.now());
        return sample.<Slot<HostSample>>map(Slot.Full::new).orElseGet(() -> Slot.missing(NOT_YET));
    }

    private Slot<List<ServiceSample>> sampleServices() throws IOException {
        ServiceRegistry core = registry;
        if (core == null || !core.settled()) {
            return Slot.missing("the agent is starting, and does not know its services yet");
        }
        var pass =
                new ServiceSampling.Pass(System.nanoTime(), Instant.now(), machine.memoryBytes());
        return new Slot.Full<>(serviceSampling.sample(core.list(), pass));
    }

    @Override
    public HostSample host() throws ServiceException {
        return host.get();
    }

    @Override
    public List<ServiceSample> services() throws ServiceException {
        return services.get();
    }

    @Override
    public ServiceSample service(ServiceId id) throws ServiceException {
        Optional<ServiceSample> sampled =
                services().stream().filter(sample -> sample.service().equals(id)).findFirst();
        return sampled.isPresent() ? sampled.get() : absent(id).get();
    }

    private Slot<ServiceSample> absent(ServiceId id) throws ServiceException {
        ServiceRegistry core = registry;
        if (core != null && core.find(id).isEmpty()) {
            throw ServiceException.notFound(id.name());
        }
        return Slot.missing("service " + id + " is new: the next pass samples it");
    }

    /** {@inheritDoc} What sampling itself costs. */
    @Override
    public List<Family> families() {
        return List.of(
                Family.gauge(
                        "hostler_sampling_pass_seconds",
                        "How long the last pass over the machine and its services took.",
                        lastPass.toNanos() / 1e9));
    }
}
