/** The words everyone shares: services, their specifications, states and events. */
@Export
@Version("1.4.0")
@NullMarked
package hostler.core.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
