/** What a launcher plugin implements: start, adopt, observe and stop the processes of a service. */
@Export
@Version("2.4.0")
@NullMarked
package hostler.launcher.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
