package hostler.metrics.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Offers figures. Whoever has some registers this as a service; every exporter asks all there are.
 */
@ConsumerType
public interface MetricSource {

    /**
     * The figures as they are known now. Called on a thread of whoever reads them, by several at a
     * time, as often as they like: it does not block and measures nothing, it tells what somebody
     * has measured. What it throws costs its own figures only.
     */
    List<Family> families();
}
