package hostler.launcher.api;

import hostler.os.api.Signal;
import java.time.Duration;

/**
 * How a launch is to be ended.
 *
 * @param signal sent to the main process first
 * @param grace how long the main process may take; then everything that is left of the tree is
 *     killed
 */
public record StopOrder(Signal signal, Duration grace) {}
