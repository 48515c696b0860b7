/** The agent's main program: takes the directory for itself, then starts the framework on it. */
@NullMarked
package hostler.boot;

import org.jspecify.annotations.NullMarked;
