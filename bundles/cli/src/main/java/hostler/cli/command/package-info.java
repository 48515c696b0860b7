/** The commands, one class each. */
@NullMarked
package hostler.cli.command;

import org.jspecify.annotations.NullMarked;
