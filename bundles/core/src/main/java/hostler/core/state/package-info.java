/** What must be remembered of every service across restarts of agent and machine, durably. */
@NullMarked
package hostler.core.state;

import org.jspecify.annotations.NullMarked;
