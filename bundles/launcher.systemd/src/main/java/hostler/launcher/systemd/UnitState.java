package hostler.launcher.systemd;

import hostler.os.api.ExitRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
                    "CanReload",
                    "Result",
                    "ReloadResult",
                    "Restart",
                    "Type",
                    "StatusText",
                    "Environment",
                    "MainPID",
                    "ControlPID",
                    "ExecStart",
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

    /** Results that say no more than how the main process ended does. */
    private static final Set<String> PLAIN =
            Set.of("", "success", "exit-code", "signal", "core-dump");

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

    /** As {@link #result}, of its last reload. */
    String reloadResult() {
        return text("ReloadResult");
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

    /** Whether its program says when it is ready; of most types being active says nothing. */
    boolean tellsReadiness() {
        return TELLING.contains(type());
    }

    /** Whether its program has said that it is ready. */
    boolean saysReady() {
        return runs() && active() && tellsReadiness();
    }

    /** Whether its definition says how it reads its configuration anew. */
    boolean reloads() {
        return Boolean.TRUE.equals(value("CanReload"));
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
        return number("MainPID") != 0 || starterRuns();
    }

    /** Whether what runs is to leave a daemon behind. */
    boolean starterRuns() {
        long pid = number("ControlPID");
        return pid != 0 && starter().filter(it -> it.process().pid() == pid).isPresent();
    }

    /**
     * Whether a process was started that is to leave a daemon behind; only a full look says which.
     * It may have ended before systemd has told of it.
     */
    boolean forks() {
        return type().equals("forking") && subState().equals("start");
    }

    private Optional<Starter> starter() {
        return type().equals("forking") ? Starter.of(list("ExecStart")) : Optional.empty();
    }

    /** Whether its main process is the daemon that was left behind. */
    boolean daemonRuns() {
        return type().equals("forking") && number("MainPID") != 0;
    }

    /** Whether there was a main process, of whatever type the unit is; a starter is none. */
    boolean namesMain() {
        return number("ExecMainPID") != 0;
    }

    /**
     * The main process of now, or the last one there was; before a forking one has left its daemon,
     * the one that is to.
     */
    Optional<MainProcess> main() {
        int pid = (int) number("ExecMainPID");
        return pid == 0
                ? starter().map(Starter::process)
                : Optional.of(
                        new MainProcess(
                                pid,
                                number("ExecMainStartTimestampMonotonic"),
                                instant("ExecMainStartTimestamp")));
    }

    /** How its last main process ended, if that has ended. */
    Optional<ExitRecord> exit(String launchId) {
        return ending().map(end -> new ExitRecord(launchId, end.how(), end.at(), false, verdict()));
    }

    private Optional<Ending> ending() {
        if (runs()) {
            return Optional.empty();
        }
        return namesMain() ? mainEnding() : starter().flatMap(Starter::ending);
    }

    private Optional<Ending> mainEnding() {
        long at = number("ExecMainExitTimestamp");
        return at == 0
                ? Optional.empty()
                : Optional.of(
                        new Ending(number("ExecMainCode"), (int) number("ExecMainStatus"), at));
    }

    /** What systemd says of the end beyond how its process ended. */
    String verdict() {
        return PLAIN.contains(result()) ? "" : "systemd says " + result();
    }

    /** How long its own definition lets it take to stop; empty: for ever. */
    Optional<Duration> stopTimeout() {
        long micros = number("TimeoutStopUSec");
        return micros == INFINITE
                ? Optional.empty()
                : Optional.of(Duration.of(micros, ChronoUnit.MICROS));
    }

    /** A counter of its control group; empty where systemd has none, which is not zero. */
    OptionalLong counter(String name) {
        long value = value(name) instanceof Number number ? number.longValue() : INFINITE;
        return value == INFINITE ? OptionalLong.empty() : OptionalLong.of(value);
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
