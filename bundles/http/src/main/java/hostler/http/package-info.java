/** The agent's HTTP port: {@code /health} and {@code /ready}, for probes and people. */
@NullMarked
package hostler.http;

import org.jspecify.annotations.NullMarked;
