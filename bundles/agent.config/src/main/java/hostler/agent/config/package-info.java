/** agent.yaml: read, checked whole, and fanned out to the components as typed configurations. */
@NullMarked
package hostler.agent.config;

import org.jspecify.annotations.NullMarked;
