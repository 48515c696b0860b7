package hostler.metrics;

import hostler.core.api.ServiceException;
import hostler.metrics.api.Family;
import hostler.metrics.api.Family.Sample;
import hostler.metrics.api.HostSample;
import hostler.metrics.api.HostSample.CpuMode;
import hostler.metrics.api.MetricSource;
import hostler.metrics.api.SampleBook;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The machine's figures, under the names node_exporter has for them. */
@Component
public final class HostFigures implements MetricSource {

    private final SampleBook book;

    @Activate
    public HostFigures(@Reference SampleBook book) {
        this.book = book;
    }

    @Override
    public List<Family> families() {
        try {
            return families(book.host());
        } catch (ServiceException none) {
            return List.of();
        }
    }

    private static List<Family> families(HostSample host) {
        return List.of(
                Family.gauge("node_load1", "1m load average.", host.load().one()),
                Family.gauge("node_load5", "5m load average.", host.load().five()),
                Family.gauge("node_load15", "15m load average.", host.load().fifteen()),
                Family.gauge(
                        "node_memory_MemTotal_bytes",
                        "Memory information field MemTotal_bytes.",
                        (double) host.memory().total()),
                Family.gauge(
                        "node_memory_MemAvailable_bytes",
                        "Memory information field MemAvailable_bytes.",
                        (double) host.memory().available()),
                Family.gauge(
                        "node_boot_time_seconds",
                        "Unix time of last boot, including microseconds.",
                        (double) host.bootedAt().getEpochSecond()),
                Family.counter(
                        "node_cpu_seconds_total",
                        "Seconds the CPUs spent in each mode.",
                        processors(host.processors())));
    }

    private static List<Sample> processors(List<Map<CpuMode, Duration>> processors) {
        return IntStream.range(0, processors.size())
                .boxed()
                .flatMap(cpu -> modes(cpu, processors.get(cpu)))
                .toList();
    }

    private static Stream<Sample> modes(int cpu, Map<CpuMode, Duration> times) {
        return times.entrySet().stream()
                .map(
                        time ->
                                new Sample(
                                        Map.of(
                                                "cpu",
                                                Integer.toString(cpu),
                                                "mode",
                                                time.getKey().name().toLowerCase(Locale.ROOT)),
                                        time.getValue().toMillis() / 1e3));
    }
}
