package hostler.metrics.prometheus;

import hostler.metrics.api.ExporterType;
import hostler.metrics.api.Exposition;
import hostler.metrics.api.MetricSource;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Prometheus' text format 0.0.4, and OpenMetrics 1.0 for whoever accepts that; written by
 * Prometheus' own library.
 */
@ExporterType("prometheus")
@Component
public final class PrometheusExposition implements Exposition {

    private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final Gathering gathering = new Gathering();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<MetricSource> sources = List.of();

    @Override
    public Page page(String accept) {
        return page(accept, sources);
    }

    Page page(String accept, List<MetricSource> current) {
        ExpositionFormatWriter writer = openMetrics.accepts(accept) ? openMetrics : text;
        return new Page(writer.getContentType(), written(writer, gathering.of(current)));
    }

    private static String written(ExpositionFormatWriter writer, MetricSnapshots snapshots) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, snapshots);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
