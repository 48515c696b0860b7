package hostler.core.state;

import hostler.core.api.Desired;
import hostler.core.api.ServiceId;
import hostler.launcher.api.LaunchHandle;
import hostler.os.api.ExitRecord;
import java.util.Optional;

/**
 * What is remembered of a service.
 *
 * @param id whose record it is
 * @param desired what was last commanded; empty: nobody has said anything yet
 * @param commandedBy who said so; empty when nobody did
 * @param handle how to find its current or last launch again
 * @param standby the launch that replaces it at once when it ends, promised ahead so that a restart
 *     need not wait for the disk; whether that has happened only its launcher can tell
 * @param ready whether that launch has been ready
 * @param restarts restarts by recovery that counted against the limit
 * @param totalRestarts restarts by recovery since the service is known
 * @param lastExit how its last launch ended
 * @param pause whether its launch is paused; a launch begins without
 */
public record ServiceRecord(
        ServiceId id,
        Optional<Desired> desired,
        String commandedBy,
        Optional<LaunchHandle> handle,
        Optional<LaunchHandle> standby,
        boolean ready,
        int restarts,
        long totalRestarts,
        Optional<ExitRecord> lastExit,
        Optional<Pause> pause) {

    /** The record of a service that nobody commanded and that never ran. */
    public static ServiceRecord unknown(ServiceId id) {
        return new ServiceRecord(
                id,
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                false,
                0,
                0,
                Optional.empty(),
                Optional.empty());
    }

    /** Somebody commanded it; the same command again is no news, whoever gives it. */
    public ServiceRecord commanded(Desired wish, String by) {
        return desired.equals(Optional.of(wish))
                ? this
                : new ServiceRecord(
                        id,
                        Optional.of(wish),
                        by,
                        handle,
                        standby,
                        ready,
                        restarts,
                        totalRestarts,
                        lastExit,
                        wish == Desired.STOPPED ? pause.map(Pause::end) : pause);
    }

    /** It has no launch that is to be found. */
    public ServiceRecord unlaunched() {
        return launched(Optional.empty(), Optional.empty());
    }

    /** It is launched under a handle, and then under the standby. */
    public ServiceRecord launched(LaunchHandle under, Optional<LaunchHandle> next) {
        return launched(Optional.of(under), next);
    }

    /** Its standby was launched, and is its launch now. */
    public ServiceRecord replaced() {
        return launched(standby, Optional.empty());
    }

    private ServiceRecord launched(Optional<LaunchHandle> under, Optional<LaunchHandle> next) {
        return with(under, next, false, Optional.empty());
    }

    /** Another launch stands by. */
    public ServiceRecord standby(Optional<LaunchHandle> next) {
        return with(handle, next, ready, pause);
    }

    /** Its launch is ready. */
    public ServiceRecord becameReady() {
        return with(handle, standby, true, pause);
    }

    /** Its restarts count so from now on. */
    public ServiceRecord counted(int counting, long total) {
        return new ServiceRecord(
                id, desired, commandedBy, handle, standby, ready, counting, total, lastExit, pause);
    }

    /** A launch ended. */
    public ServiceRecord ended(ExitRecord exit) {
        return new ServiceRecord(
                id,
                desired,
                commandedBy,
                handle,
                standby,
                ready,
                restarts,
                totalRestarts,
                Optional.of(exit),
                pause);
    }

    /** Its launch is to stand still; the same again is no news, whoever commands it. */
    public ServiceRecord paused(String by) {
        return pause.filter(current -> !current.ending()).isPresent()
                ? this
                : with(Optional.of(new Pause(by, false)));
    }

    /** Its launch is to go on, if it was paused. */
    public ServiceRecord resuming() {
        return with(pause.map(Pause::end));
    }

    /** Its launch goes on. */
    public ServiceRecord resumed() {
        return with(Optional.empty());
    }

    private ServiceRecord with(Optional<Pause> changed) {
        return with(handle, standby, ready, changed);
    }

    private ServiceRecord with(
            Optional<LaunchHandle> current,
            Optional<LaunchHandle> next,
            boolean wasReady,
            Optional<Pause> standstill) {
        return new ServiceRecord(
                id,
                desired,
                commandedBy,
                current,
                next,
                wasReady,
                restarts,
                totalRestarts,
                lastExit,
                standstill);
    }
}
