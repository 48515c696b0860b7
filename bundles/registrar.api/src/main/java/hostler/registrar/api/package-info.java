/** How the agent is announced to those who look for it. */
@Export
@Version("1.0.0")
@NullMarked
package hostler.registrar.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
