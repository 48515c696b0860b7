/** Schedules checks, applies thresholds, keeps history, tells core and the notifiers. */
@NullMarked
package hostler.health;

import org.jspecify.annotations.NullMarked;
