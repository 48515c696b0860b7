/** Runs commands through the one spawn door, within limits. */
@NullMarked
package hostler.commands;

import org.jspecify.annotations.NullMarked;
