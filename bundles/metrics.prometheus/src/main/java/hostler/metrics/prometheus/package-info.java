/** All figures, in the formats that Prometheus reads. */
@NullMarked
package hostler.metrics.prometheus;

import org.jspecify.annotations.NullMarked;
