/** The health checker of type {@code process}: healthy while the main process lives. */
@NullMarked
package hostler.health.process;

import org.jspecify.annotations.NullMarked;
