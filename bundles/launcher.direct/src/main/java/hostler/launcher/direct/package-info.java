/** Starts services directly: each is a process of its own under a keeper of its own. */
@NullMarked
package hostler.launcher.direct;

import org.jspecify.annotations.NullMarked;
