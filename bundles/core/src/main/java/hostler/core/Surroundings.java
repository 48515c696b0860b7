package hostler.core;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * What all reconcilers share.
 *
 * @param launchers who starts and stops
 * @param neighbourhood the other services
 * @param events where is told what happened
 * @param ticker time
 * @param random from 0 to 1, for jitter
 * @param rebooted whether the machine was started since the agent ran last: that services are gone
 *     is no failure of theirs then
 * @param stopRemoved whether a service whose package.json vanished is stopped
 */
record Surroundings(
        LauncherDirectory launchers,
        Neighbourhood neighbourhood,
        EventLog events,
        Ticker ticker,
        DoubleSupplier random,
        boolean rebooted,
        BooleanSupplier stopRemoved) {}
