package hostler.launcher.direct;

import hostler.core.api.Readiness;
import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceSpec;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.ReadyLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a handle says of its launch: all that is needed to find and follow it without its
 * specification, which may be another by then.
 *
 * @param records the directory of the keeper's records
 * @param cgroup where its control group is, if it has one
 * @param forks whether the main process may leave another one behind that takes its place
 * @param notifies whether its keeper listens for sd_notify(3)
 * @param watchdog how long it may be silent there
 * @param readyLog where a line says that it is ready
 */
record HandleData(
        Path records,
        Optional<Path> cgroup,
        boolean forks,
        boolean notifies,
        Optional<Duration> watchdog,
        Optional<ReadyLog> readyLog) {

    /** The version written: 1 had the records and nothing else, which is still understood. */
    static final int VERSION = 2;

    private static final String RECORDS = "records";
    private static final String CGROUP = "cgroup";
    private static final String FORKS = "forks";
    private static final String NOTIFY = "notify";
    private static final String WATCHDOG = "watchdog";

    /** For a service that is to be launched. */
    static HandleData of(ServiceSpec spec, Path records, Optional<Path> cgroup) {
        Readiness readiness = spec.startup().readiness();
        return new HandleData(
                records,
                cgroup,
                spec.startup().kind() instanceof ServiceKind.Forking,
                readiness instanceof Readiness.Notify,
                readiness instanceof Readiness.Notify(Optional<Duration> watchdog)
                        ? watchdog
                        : Optional.empty(),
                ReadyLog.of(spec));
    }

    /**
     * As a handle has it.
     *
     * @param otherwise the directory of the records of a handle that was not made here
     */
    static HandleData of(LaunchHandle handle, Path otherwise) {
        Map<String, String> data = handle.data();
        return new HandleData(
                Path.of(data.getOrDefault(RECORDS, otherwise.toString())),
                Optional.ofNullable(data.get(CGROUP)).map(Path::of),
                data.containsKey(FORKS),
                data.containsKey(NOTIFY),
                Optional.ofNullable(data.get(WATCHDOG)).map(Duration::parse),
                ReadyLog.of(handle));
    }

    /**
     * Whether the end of a main process need not be that of the launch: it may have left a daemon
     * behind, or have named another process with its last words. Its keeper tells a moment later.
     */
    boolean mayMove() {
        return forks || notifies;
    }

    /** In the form of a handle. */
    Map<String, String> asMap() {
        Map<String, String> data = new HashMap<>();
        data.put(RECORDS, records.toString());
        cgroup.ifPresent(place -> data.put(CGROUP, place.toString()));
        if (forks) {
            data.put(FORKS, "true");
        }
        if (notifies) {
            data.put(NOTIFY, "true");
        }
        watchdog.ifPresent(time -> data.put(WATCHDOG, time.toString()));
        return readyLog.map(log -> log.in(data)).orElse(data);
    }
}
