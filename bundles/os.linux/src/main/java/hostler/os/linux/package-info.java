/**
 * The doors to the machine on Linux: the keeper, pidfds, {@code /proc}, accounts and files. The
 * only place with native calls.
 */
@NullMarked
package hostler.os.linux;

import org.jspecify.annotations.NullMarked;
