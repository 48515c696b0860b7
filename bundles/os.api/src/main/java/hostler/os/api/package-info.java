/**
 * The doors to the machine, as interfaces: everything above them can be tested without a kernel.
 */
@Export
@Version("1.5.0")
@NullMarked
package hostler.os.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
