package hostler.core;

import hostler.core.api.Desired;
import hostler.core.api.Health;
import hostler.launcher.api.LaunchEvent;
import java.util.List;
import java.util.Optional;

/**
 * What a reconciler is told. A message says that something is different now; what is true is looked
 * up when the message is read, so a newer message may replace an unread one of the same kind.
 */
sealed interface Message {

    /** What it is about: a newer message about the same replaces an unread one. */
    default Object subject() {
        return getClass();
    }

    /** Something around the service changed: a launcher, a neighbour, the time. */
    record Look() implements Message {}

    /**
     * Somebody said start or stop; the ledger has it already.
     *
     * @param news whether that is another command than the one before
     */
    record Commanded(Desired desired, String by, boolean news) implements Message {}

    /**
     * Somebody said restart; the ledger has the wish to run already.
     *
     * @param launchId the launch that is to be replaced; a later one is not meant
     */
    record RestartWanted(String by, Optional<String> launchId) implements Message {}

    /**
     * Somebody said pause or resume; the ledger has it already.
     *
     * @param news whether that changed anything
     */
    record PauseChanged(String what, boolean news) implements Message {}

    /** Somebody wants a signal sent; {@link Orders} know which. */
    record SignalWanted() implements Message {}

    /** Somebody wants it reloaded. */
    record ReloadWanted() implements Message {}

    /**
     * The reload under way is over; there is never more than one.
     *
     * @param failure why it has failed; empty: it has not
     */
    record Reloaded(String failure) implements Message {}

    /** It is to run unless somebody has ever commanded it. */
    record Autostart(String by) implements Message {}

    /** Something happened to a launch. */
    record Told(String launchId, LaunchEvent event) implements Message {
        @Override
        public Object subject() {
            return List.of(launchId, event.getClass());
        }
    }

    /**
     * What the service names runs, or does not, although no launch of it lives.
     *
     * @param lookout who has seen it
     * @param what what runs; empty: nothing does
     */
    record Sighted(long lookout, Optional<String> what) implements Message {}

    /** The evidence about a launch changed. */
    record Reported(String launchId, Health health) implements Message {}

    /** The workspace was looked through. */
    record PackageSeen(PackageState state) implements Message {}

    /** The reconciler is to let go; the service is left as it is. */
    record End() implements Message {}
}
