/** Which service needs which other: orders, cycles, and what is missing. */
@NullMarked
package hostler.core.graph;

import org.jspecify.annotations.NullMarked;
