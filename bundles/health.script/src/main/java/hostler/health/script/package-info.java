/** The health checker of type {@code script}: healthy while a script exits with 0. */
@NullMarked
package hostler.health.script;

import org.jspecify.annotations.NullMarked;
