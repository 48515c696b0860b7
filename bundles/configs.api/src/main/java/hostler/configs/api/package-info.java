/** The configuration files of services: read, changed, taken back. */
@Export
@Version("1.0.0")
@NullMarked
package hostler.configs.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
