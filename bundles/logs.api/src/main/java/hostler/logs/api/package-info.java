/** What a log backend plugin implements, and how the logs of services are read. */
@Export
@Version("2.0.0")
@NullMarked
package hostler.logs.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
