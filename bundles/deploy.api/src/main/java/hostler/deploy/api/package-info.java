/** What the agent tells about its plugins. */
@Export
@Version("1.0.0")
@NullMarked
package hostler.deploy.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
