package hostler.launcher.systemd;

import hostler.launcher.api.LaunchException;
import hostler.launcher.systemd.bus.BusException;
import java.util.Set;

/** What cannot be done, said to the operator. */
final class Failures {

    /** Answers of systemd that are the same however often it is asked. */
    private static final Set<String> FOR_GOOD =
            Set.of(
                    Systemd.NO_SUCH_UNIT,
                    Systemd.UNIT_EXISTS,
                    "org.freedesktop.systemd1.UnitMasked",
                    "org.freedesktop.systemd1.BadUnitSetting",
                    "org.freedesktop.systemd1.LoadFailed",
                    "org.freedesktop.DBus.Error.InvalidArgs",
                    "org.freedesktop.DBus.Error.PropertyReadOnly",
                    "org.freedesktop.DBus.Error.AccessDenied");

    private Failures() {}

    /** Something that asks systemd. */
    @FunctionalInterface
    interface Asking<T> {
        T ask() throws BusException, InterruptedException, LaunchException;
    }

    /** Asks, and says what was being done when that fails. */
    static <T> T asking(String doing, Asking<T> asking) throws LaunchException {
        try {
            return asking.ask();
        } catch (BusException e) {
            throw of(doing, e);
        } catch (InterruptedException e) {
            throw interrupted(doing, e);
        }
    }

    /** It will not work until somebody changes something. */
    static LaunchException permanent(String message) {
        return new LaunchException(LaunchException.Kind.PERMANENT, message);
    }

    /** It may work later. */
    static LaunchException transitory(String message) {
        return new LaunchException(LaunchException.Kind.TRANSIENT, message);
    }

    /** Systemd has refused, or could not be asked. */
    private static LaunchException of(String doing, BusException failed) {
        boolean forGood = FOR_GOOD.stream().anyMatch(failed::is);
        return new LaunchException(
                forGood ? LaunchException.Kind.PERMANENT : LaunchException.Kind.TRANSIENT,
                doing + ": " + failed.getMessage(),
                failed);
    }

    /** The thread was told to give up. */
    private static LaunchException interrupted(String doing, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new LaunchException(LaunchException.Kind.TRANSIENT, "interrupted: " + doing, cause);
    }
}
