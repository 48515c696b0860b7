package hostler.core;

import hostler.core.api.Health;
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
     * @param condition what is believed of it
     * @param since when it came up, or was found up, in ticks
     * @param calmSince since when it has been ready and not critical, in ticks
     * @param story how it came to run
     * @param pausedAt since when it stands still, in ticks; empty: it goes on, as far as is known
     */
    record Up(
            Launch launch,
            GuardedLauncher watcher,
            Condition condition,
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

        boolean ready() {
            return condition.ready();
        }

        Health health() {
            return condition.health();
        }

        boolean critical() {
            return condition.critical();
        }

        /** How it came to run, and what it says of itself. */
        String account() {
            return condition.said().map(said -> story + "; it says: " + said).orElse(story);
        }

        /** The same life, seen by another launcher. */
        Up watchedBy(GuardedLauncher other, Launch found) {
            return new Up(found, other, condition, since, calmSince, story, pausedAt);
        }

        /** The same life, with another main process. */
        Up moved(Launch found) {
            return watchedBy(watcher, found);
        }

        /** The same life, now that it is known better how it came to run. */
        Up explained(String better) {
            return new Up(launch, watcher, condition, since, calmSince, better, pausedAt);
        }

        boolean paused() {
            return pausedAt.isPresent();
        }

        /** It stands still from now on. */
        Up paused(long now) {
            return new Up(launch, watcher, condition, since, calmSince, story, Optional.of(now));
        }

        /** It goes on; the time it stood still does not count. */
        Up resumed(long now) {
            long lost = now - pausedAt.orElse(now);
            return new Up(
                    launch,
                    watcher,
                    condition,
                    since + lost,
                    calmSince + lost,
                    story,
                    Optional.empty());
        }

        /** With something else to be believed of it. */
        Up believed(Condition other, long now) {
            boolean becameCalm = other.calm() && !condition.calm();
            return new Up(
                    launch, watcher, other, since, becameCalm ? now : calmSince, story, pausedAt);
        }
    }
}
