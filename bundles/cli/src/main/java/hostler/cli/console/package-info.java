/** The near end of the agent's console. */
@NullMarked
package hostler.cli.console;

import org.jspecify.annotations.NullMarked;
