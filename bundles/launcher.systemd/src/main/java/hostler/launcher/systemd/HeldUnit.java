package hostler.launcher.systemd;

import hostler.launcher.systemd.bus.BusException;
import hostler.systemd.UnitName;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The unit of a launch while something is done to it: its state is followed, and its manager is at
 * hand.
 */
record HeldUnit(UnitRef ref, Systemd systemd, TrackedUnit tracked) implements AutoCloseable {

    /** Takes hold of it; {@code observer} as {@link TrackedUnit} says. */
    static HeldUnit of(UnitRef ref, Systemd systemd, Consumer<UnitState> observer)
            throws BusException, InterruptedException {
        return new HeldUnit(ref, systemd, systemd.track(ref.name(), observer));
    }

    UnitName name() {
        return ref.name();
    }

    /** The state of now. */
    UnitState state() {
        return tracked.state();
    }

    /** Whether what is loaded under its name is the unit of the launch. */
    boolean isOfLaunch() {
        return ref.isOf(state());
    }

    /** Waits until something is so; whether it came to be so in this time. */
    boolean await(Predicate<UnitState> condition, Duration time) throws InterruptedException {
        return tracked.await(condition, time);
    }

    @Override
    public void close() {
        tracked.close();
    }

    @Override
    public String toString() {
        return ref.toString();
    }
}
