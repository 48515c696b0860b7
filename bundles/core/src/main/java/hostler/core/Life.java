package hostler.core;

import hostler.core.api.Health;
import hostler.core.api.Verdict;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchHandle;
import java.util.Optional;

/** What is known about the processes of a service. */
sealed interface Life {

    /** Nothing of it lives. */
    record Down() implements Life {}

    /** There was a launch, and only its launcher can tell what became of it. */
    record Unclear(LaunchHandle handle) implements Life {}

    /** Its main process ended by itself; what it left behind is not ended yet. */
    record Over(LaunchHandle handle) implements Life {}

    /**
     * It lives.
     *
     * @param launch the launch, as its launcher described it
     * @param watcher which launcher tells its end
     * @param ready whether it has been ready
     * @param health what the evidence says
     * @param since when it came up, or was found up, in ticks
     * @param calmSince since when it has been ready and not critical, in ticks
     * @param story how it came to run
     * @param pausedAt since when it stands still, in ticks; empty: it goes on, as far as is known
     */
    record Up(
            Launch launch,
            GuardedLauncher watcher,
            boolean ready,
            Health health,
            long since,
            long calmSince,
            String story,
            Optional<Long> pausedAt)
            implements Life {

        LaunchHandle handle() {
            return launch.handle();
        }

        boolean isLaunch(String launchId) {
            return handle().launchId().equals(launchId);
        }

        boolean critical() {
            return health.verdict() == Verdict.CRITICAL;
        }

        /** The same life, seen by another launcher. */
        Up watchedBy(GuardedLauncher other, Launch found) {
            return new Up(found, other, ready, health, since, calmSince, story, pausedAt);
        }

        boolean paused() {
            return pausedAt.isPresent();
        }

        /** It stands still from now on. */
        Up paused(long now) {
            return new Up(
                    launch, watcher, ready, health, since, calmSince, story, Optional.of(now));
        }

        /** It goes on; the time it stood still does not count. */
        Up resumed(long now) {
            long lost = now - pausedAt.orElse(now);
            return new Up(
                    launch,
                    watcher,
                    ready,
                    health,
                    since + lost,
                    calmSince + lost,
                    story,
                    Optional.empty());
        }

        /** With new evidence: one good verdict makes it ready, for good. */
        Up judged(Health evidence, long now) {
            boolean good =
                    evidence.verdict() == Verdict.HEALTHY || evidence.verdict() == Verdict.WARNING;
            boolean becameCalm = good && (!ready || critical());
            return new Up(
                    launch,
                    watcher,
                    ready || good,
                    evidence,
                    since,
                    becameCalm ? now : calmSince,
                    story,
                    pausedAt);
        }
    }
}
