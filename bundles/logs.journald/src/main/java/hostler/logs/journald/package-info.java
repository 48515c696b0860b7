/** Reads the logs of services that systemd runs from its journal. */
@NullMarked
package hostler.logs.journald;

import org.jspecify.annotations.NullMarked;
