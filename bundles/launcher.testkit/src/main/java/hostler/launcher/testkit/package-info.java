/** The contract every launcher must pass, and services to launch. */
@Export
@Version("3.0.0")
@NullMarked
package hostler.launcher.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
