/** What all who speak of units of systemd share: their names, and whose they are. */
@NullMarked
package hostler.systemd;

import org.jspecify.annotations.NullMarked;
