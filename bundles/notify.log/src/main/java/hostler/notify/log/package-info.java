/** The notifier that writes changed verdicts to the agent's own log. */
@NullMarked
package hostler.notify.log;

import org.jspecify.annotations.NullMarked;
