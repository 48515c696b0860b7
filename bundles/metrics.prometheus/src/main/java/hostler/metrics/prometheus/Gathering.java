package hostler.metrics.prometheus;

import hostler.metrics.api.Family;
import hostler.metrics.api.MetricSource;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the figures of sources nobody can vouch for: one that fails costs its own figures only,
 * and of two families with one name the first is taken. Either is logged once for each source.
 */
final class Gathering {

    /** Sources come and go with their bundles; beyond this many nothing more is remembered. */
    private static final int MOST_REMEMBERED = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Gathering.class);

    /** Names of sources and families that were complained about. */
    private final Set<String> complained = ConcurrentHashMap.newKeySet();

    MetricSnapshots of(List<MetricSource> sources) {
        Map<String, MetricSnapshot> snapshots = new LinkedHashMap<>();
        for (MetricSource source : sources) {
            String name = source.getClass().getName();
            try {
                source.families().forEach(family -> add(snapshots, name, family));
            } catch (RuntimeException | LinkageError e) {
                complain("the figures of " + name + " are left out: " + e);
            }
        }
        return new MetricSnapshots(snapshots.values());
    }

    private void add(Map<String, MetricSnapshot> snapshots, String source, Family family) {
        MetricSnapshot snapshot = Snapshots.of(family);
        // A counter and a gauge of one base name would be one metric to Prometheus.
        if (snapshots.putIfAbsent(snapshot.getMetadata().getName(), snapshot) != null) {
            complain(source + " has another metric " + family.name() + ", which is left out");
        }
    }

    private void complain(String message) {
        if (complained.size() < MOST_REMEMBERED && complained.add(message)) {
            LOG.warn("{}", message);
        }
    }
}
