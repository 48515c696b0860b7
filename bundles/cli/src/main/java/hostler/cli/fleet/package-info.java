/**
 * The agents of many machines at once, found in etcd. Nothing of it is loaded for a command to one
 * agent.
 */
@NullMarked
package hostler.cli.fleet;

import org.jspecify.annotations.NullMarked;
