package hostler.metrics;

import hostler.core.api.ServiceId;
import hostler.core.api.ServiceStatus;
import hostler.metrics.api.ServiceSample;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessMeter;
import hostler.os.api.TreeUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Samples services, all in one pass. For one thread. */
final class ServiceSampling {

    private final ProcessMeter meter;

    /** The launches of the pass before, by main process; never more than there are services. */
    private Map<ProcessIdentity, Measured> before = Map.of();

    ServiceSampling(ProcessMeter meter) {
        this.meter = meter;
    }

    /**
     * When a pass was, and on what machine.
     *
     * @param nanoTime on the monotonic clock
     * @param at as a stamp
     * @param memoryBytes of the machine
     */
    record Pass(long nanoTime, Instant at, long memoryBytes) {}

    /**
     * A launch at one pass.
     *
     * @param cpu as its usage, but never less than at the pass before: the time that a process took
     *     with it stays counted
     */
    private record Measured(TreeUsage usage, Duration cpu, double cpuPercent, Pass pass) {

        static Measured first(TreeUsage usage, Pass pass) {
            return new Measured(usage, usage.cpu(), percent(usage.cpu(), usage.age()), pass);
        }

        Measured next(TreeUsage now, Pass next) {
            Duration grown = cpu.compareTo(now.cpu()) > 0 ? cpu : now.cpu();
            Duration passed = Duration.ofNanos(next.nanoTime() - pass.nanoTime());
            return new Measured(now, grown, percent(grown.minus(cpu), passed), next);
        }

        private static double percent(Duration cpu, Duration time) {
            return time.isPositive() ? 100.0 * cpu.toNanos() / time.toNanos() : 0;
        }

        ServiceSample of(ServiceId service) {
            return new ServiceSample(
                    service,
                    pass.at(),
                    true,
                    cpuPercent,
                    cpu,
                    usage.residentBytes(),
                    100.0 * usage.residentBytes() / pass.memoryBytes(),
                    usage.processes());
        }
    }

    /**
     * Samples services, in the order in which they are given. Blocks for one pass over {@code
     * /proc}.
     */
    List<ServiceSample> sample(List<ServiceStatus> services, Pass pass) {
        before = measured(services, pass);
        return services.stream().map(service -> sample(service, pass)).toList();
    }

    private Map<ProcessIdentity, Measured> measured(List<ServiceStatus> services, Pass pass) {
        Map<ProcessIdentity, Measured> now = new HashMap<>();
        meter.measure(services.stream().flatMap(service -> main(service).stream()).toList())
                .forEach((main, usage) -> now.put(main, measured(main, usage, pass)));
        return now;
    }

    private Measured measured(ProcessIdentity main, TreeUsage usage, Pass pass) {
        Measured earlier = before.get(main);
        return earlier == null ? Measured.first(usage, pass) : earlier.next(usage, pass);
    }

    private ServiceSample sample(ServiceStatus service, Pass pass) {
        return main(service)
                .flatMap(main -> Optional.ofNullable(before.get(main)))
                .map(measured -> measured.of(service.id()))
                .orElseGet(() -> ServiceSample.idle(service.id(), pass.at()));
    }

    private static Optional<ProcessIdentity> main(ServiceStatus service) {
        return service.process().filter(_ -> service.state().alive());
    }
}
