package hostler.launcher.direct;

import hostler.launcher.api.LaunchEvent;
import hostler.os.api.NotifyRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a service has said through sd_notify(3) until some moment.
 *
 * @param watchdog how long it may be silent
 */
record Said(NotifyRecord record, Optional<Duration> watchdog) {

    static final Said NOTHING =
            new Said(new NotifyRecord(false, false, Optional.empty(), false), Optional.empty());

    /** What is to be told to someone who knows this much. */
    List<LaunchEvent> newSince(Said before) {
        List<LaunchEvent> news = new ArrayList<>();
        record.status()
                .filter(status -> !record.status().equals(before.record.status()))
                .ifPresent(status -> news.add(new LaunchEvent.Said(status)));
        if (record.ready() && !before.record.ready()) {
            news.add(new LaunchEvent.Ready("said READY=1"));
        }
        if (record.watchdogExpired() && !before.record.watchdogExpired()) {
            news.add(new LaunchEvent.Unresponsive(silence()));
        }
        return news;
    }

    private String silence() {
        return watchdog.map(time -> "no WATCHDOG=1 for " + seconds(time))
                .orElse("said WATCHDOG=trigger");
    }

    /** 30 s, 1.5 s. */
    private static String seconds(Duration time) {
        double seconds = time.toMillis() / 1000.0;
        return (seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : seconds) + " s";
    }
}
