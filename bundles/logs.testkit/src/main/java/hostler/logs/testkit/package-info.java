/** The contracts every log backend must pass, and a service to log. */
@Export
@Version("2.0.0")
@NullMarked
package hostler.logs.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
