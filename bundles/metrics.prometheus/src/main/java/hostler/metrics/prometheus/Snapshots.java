package hostler.metrics.prometheus;

import hostler.metrics.api.Family;
import hostler.metrics.api.Family.Sample;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;

/** Families in the words of Prometheus' library. Pure functions. */
final class Snapshots {

    /** The library adds it to the names of counters. */
    private static final String TOTAL = "_total";

    private Snapshots() {}

    private static String baseName(Family family) {
        return switch (family.type()) {
            case COUNTER -> family.name().substring(0, family.name().length() - TOTAL.length());
            case GAUGE -> family.name();
        };
    }

    static MetricSnapshot of(Family family) {
        MetricMetadata metadata = new MetricMetadata(baseName(family), family.help());
        return switch (family.type()) {
            case COUNTER ->
                    new CounterSnapshot(
                            metadata, family.samples().stream().map(Snapshots::counter).toList());
            case GAUGE ->
                    new GaugeSnapshot(
                            metadata, family.samples().stream().map(Snapshots::gauge).toList());
        };
    }

    private static CounterDataPointSnapshot counter(Sample sample) {
        return CounterDataPointSnapshot.builder()
                .value(sample.value())
                .labels(labels(sample))
                .build();
    }

    private static GaugeDataPointSnapshot gauge(Sample sample) {
        return GaugeDataPointSnapshot.builder()
                .value(sample.value())
                .labels(labels(sample))
                .build();
    }

    private static Labels labels(Sample sample) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        sample.labels()
                .forEach(
                        (name, value) -> {
                            names.add(name);
                            values.add(value);
                        });
        return Labels.of(names, values);
    }
}
