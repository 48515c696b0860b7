package hostler.health;

import hostler.core.api.HealthReports;

/**
 * What every checkup works with.
 *
 * @param timer when
 * @param runner how a check is run
 * @param reports where core is told
 * @param notifications where everybody else is told
 */
record Instruments(
        Timer timer, CheckRunner runner, HealthReports reports, Notifications notifications) {}
