/** Samples the machine and its services, and offers the agent's own figures. */
@NullMarked
package hostler.metrics;

import org.jspecify.annotations.NullMarked;
