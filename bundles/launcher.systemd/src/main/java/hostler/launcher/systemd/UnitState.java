package hostler.launcher.systemd;

import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.freedesktop.dbus.types.Variant;

/**
 * What systemd says of a service unit, at one moment: the properties of
 * org.freedesktop.systemd1(5).
 *
 * @param properties of the interfaces Unit and Service, by name
 */
record UnitState(Map<String, Variant<?>> properties) {

    /** The properties that are asked for here. */
    static final Set<String> NEEDED =
            Set.of(
                    "Id",
                    "LoadState",
                    "LoadError",
                    "ActiveState",
                    "SubState",
                    "Job",
                    "FreezerState",
                    "Result",
                    "Restart",
                    "Type",
                    "StatusText",
                    "Environment",
                    "MainPID",
                    "ExecMainPID",
                    "ExecMainCode",
                    "ExecMainStatus",
                    "ExecMainStartTimestamp",
                    "ExecMainStartTimestampMonotonic",
                    "ExecMainExitTimestamp",
                    "TimeoutStopUSec");

    /** Types of service whose program says when it is ready. */
    private static final Set<String> TELLING = Set.of("notify", "notify-reload", "dbus");

    /** What {@code LoadState} is told as once systemd has dropped the unit. */
    static final String UNLOADED = "unloaded";

    /** CLD_EXITED, CLD_KILLED and CLD_DUMPED of waitid(2). */
    private static final long EXITED = 1;

    private static final long KILLED = 2;
    private static final long DUMPED = 3;

    /** {@code USEC_INFINITY}, as it comes over the bus into a signed number. */
    private static final long INFINITE = -1;

    /** Of a unit of which nothing is known. */
    static final UnitState NOTHING = new UnitState(Map.of());

    UnitState {
        properties = Map.copyOf(properties);
    }

    /** The canonical name; an alias leads to another unit. */
    String id() {
        return text("Id");
    }

    String loadState() {
        return text("LoadState");
    }

    /** Why it could not be loaded, for people. */
    String loadError() {
        return value("LoadError") instanceof Object[] error && error.length > 1
                ? String.valueOf(error[1])
                : "";
    }

    String activeState() {
        return text("ActiveState");
    }

    String subState() {
        return text("SubState");
    }

    /** {@code success}, or what went wrong: {@code oom-kill}, {@code watchdog}, … */
    String result() {
        return text("Result");
    }

    String statusText() {
        return text("StatusText");
    }

    /** The {@code Type=} of the service. */
    String type() {
        return text("Type");
    }

    /** Who made it: the launch id in its environment; empty for a unit that was not made here. */
    String cookie() {
        String prefix = UnitSettings.COOKIE + "=";
        return list("Environment").stream()
                .map(String::valueOf)
                .filter(each -> each.startsWith(prefix))
                .map(each -> each.substring(prefix.length()))
                .findFirst()
                .orElse("");
    }

    /** Whether systemd has it in memory with a definition. */
    boolean loaded() {
        return loadState().equals("loaded");
    }

    /** Whether a job of systemd is going to change it. */
    boolean hasJob() {
        return value("Job") instanceof Object[] job && number(job[0]) != 0;
    }

    /** Whether its program has said that it is ready; of most types being active says nothing. */
    boolean saysReady() {
        return runs() && active() && TELLING.contains(type());
    }

    boolean active() {
        return activeState().equals("active");
    }

    /** Whether nothing of it runs and nothing is going to, of itself. */
    boolean atRest() {
        return Set.of("inactive", "failed").contains(activeState()) && !hasJob();
    }

    /** Whether its main process will have no successor unless somebody asks for one. */
    boolean over() {
        return atRest() || (active() && subState().equals("exited") && !hasJob());
    }

    /** Whether systemd may start it again of itself. */
    boolean restarts() {
        return !text("Restart").equals("no");
    }

    /** Whether the freezer holds it, or begins to. */
    boolean frozen() {
        String freezer = text("FreezerState");
        return freezer.startsWith("fr");
    }

    /** Whether its main process runs. */
    boolean runs() {
        return number("MainPID") != 0;
    }

    /** The main process of now, or the last one there was. */
    Optional<MainProcess> main() {
        int pid = (int) number("ExecMainPID");
        return pid == 0
                ? Optional.empty()
                : Optional.of(
                        new MainProcess(
                                pid,
                                number("ExecMainStartTimestampMonotonic"),
                                instant("ExecMainStartTimestamp")));
    }

    /** How its last main process ended, if that has ended. */
    Optional<ExitRecord> exit(String launchId) {
        return runs() || number("ExecMainExitTimestamp") == 0
                ? Optional.empty()
                : Optional.of(
                        new ExitRecord(
                                launchId, status(), instant("ExecMainExitTimestamp"), false));
    }

    private ExitStatus status() {
        int status = (int) number("ExecMainStatus");
        long code = number("ExecMainCode");
        if (code == EXITED) {
            return new ExitStatus.Exited(status);
        }
        return code == KILLED || code == DUMPED
                ? new ExitStatus.Killed(status, code == DUMPED)
                : new ExitStatus.Unknown();
    }

    /** How long its own definition lets it take to stop; empty: for ever. */
    Optional<Duration> stopTimeout() {
        long micros = number("TimeoutStopUSec");
        return micros == INFINITE
                ? Optional.empty()
                : Optional.of(Duration.of(micros, ChronoUnit.MICROS));
    }

    private Instant instant(String name) {
        return Instant.EPOCH.plus(number(name), ChronoUnit.MICROS);
    }

    private List<?> list(String name) {
        return value(name) instanceof List<?> values ? values : List.of();
    }

    private String text(String name) {
        return String.valueOf(value(name));
    }

    private long number(String name) {
        return number(value(name));
    }

    private static long number(Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** The empty text where systemd has not said anything. */
    private Object value(String name) {
        Variant<?> property = properties.get(name);
        return property == null ? "" : property.getValue();
    }

    /** What people want to know when it is not what was wanted. */
    String describe() {
        return activeState() + " (" + subState() + "), result " + result();
    }
}
