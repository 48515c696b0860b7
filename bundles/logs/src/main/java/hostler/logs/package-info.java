/** Answers for the logs of all services, whatever backend keeps them. */
@NullMarked
package hostler.logs;

import org.jspecify.annotations.NullMarked;
