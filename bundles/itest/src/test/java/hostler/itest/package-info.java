/** The whole agent, as it is shipped, with real processes and real clients. */
@NullMarked
package hostler.itest;

import org.jspecify.annotations.NullMarked;
