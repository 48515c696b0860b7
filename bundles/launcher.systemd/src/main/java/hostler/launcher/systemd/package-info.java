/** Starts services as units of systemd, the system's or a user's, over its bus. */
@NullMarked
package hostler.launcher.systemd;

import org.jspecify.annotations.NullMarked;
