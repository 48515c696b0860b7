/** Gogo commands about services, and the socket on which the local administrator reaches them. */
@NullMarked
package hostler.console;

import org.jspecify.annotations.NullMarked;
