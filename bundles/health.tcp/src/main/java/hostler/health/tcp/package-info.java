/** The health checker of type {@code tcp}: healthy while a port accepts connections. */
@NullMarked
package hostler.health.tcp;

import org.jspecify.annotations.NullMarked;
