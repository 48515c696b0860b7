/** How figures of the machine, its services and the agent are offered, and how they are read. */
@Export
@Version("1.0.0")
@NullMarked
package hostler.metrics.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
