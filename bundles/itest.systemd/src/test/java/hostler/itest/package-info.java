/** The whole agent under a real systemd. */
@NullMarked
package hostler.itest;

import org.jspecify.annotations.NullMarked;
