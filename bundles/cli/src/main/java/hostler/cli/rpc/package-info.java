/** Speaks to an agent: over its local socket, or over the network with {@code --address}. */
@NullMarked
package hostler.cli.rpc;

import org.jspecify.annotations.NullMarked;
