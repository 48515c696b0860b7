/** What a health checker and a notifier plugin implement, and what health answers. */
@Export
@Version("1.1.0")
@NullMarked
package hostler.health.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
