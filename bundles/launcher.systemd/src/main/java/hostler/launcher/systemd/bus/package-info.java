/** Messages to and from one D-Bus peer, in the order in which they were sent. */
@NullMarked
package hostler.launcher.systemd.bus;

import org.jspecify.annotations.NullMarked;
