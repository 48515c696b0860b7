/** The {@code hostler} command: an ordinary program, not a bundle of the agent. */
@NullMarked
package hostler.cli;

import org.jspecify.annotations.NullMarked;
