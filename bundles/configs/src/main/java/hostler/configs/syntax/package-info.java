/** Whether a configuration file can be what it says it is. */
@NullMarked
package hostler.configs.syntax;

import org.jspecify.annotations.NullMarked;
