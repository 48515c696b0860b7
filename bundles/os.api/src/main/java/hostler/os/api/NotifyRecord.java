package hostler.os.api;

import java.util.Optional;

/**
 * What a service has said through sd_notify(3) so far, as its keeper wrote it down.
 *
 * @param ready it said {@code READY=1}
 * @param stopping it said {@code STOPPING=1}
 * @param status the text of its last {@code STATUS=}, without control characters
 * @param watchdogExpired it was silent for longer than its watchdog allows, or said {@code
 *     WATCHDOG=trigger}
 */
public record NotifyRecord(
        boolean ready, boolean stopping, Optional<String> status, boolean watchdogExpired) {}
