/** The agent's own log: its level and its cap. */
@NullMarked
package hostler.logging;

import org.jspecify.annotations.NullMarked;
