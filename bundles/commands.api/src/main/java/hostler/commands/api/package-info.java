/** Commands that somebody may have run on this machine. */
@Export
@Version("1.0.0")
@NullMarked
package hostler.commands.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
