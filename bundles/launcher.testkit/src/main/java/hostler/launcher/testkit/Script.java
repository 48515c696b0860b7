package hostler.launcher.testkit;

import hostler.core.api.Logging;
import hostler.core.api.ProcessSettings;
import hostler.core.api.Readiness;
import hostler.core.api.Recovery;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceSpec;
import hostler.core.api.Startup;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service that is a line of shell, run by {@code /bin/sh -c}.
 *
 * @param method the launcher's type
 * @param directory an existing directory: it runs there, and its log {@code script.log} is there
 * @param line what it does
 * @param environment added to the base environment
 * @param user whom to run as; empty: the agent's own user
 * @param reload what makes it read its configuration anew
 * @param process umask, limits and groups
 * @param kind what the shell becomes
 * @param readiness how it tells that it is ready
 */
public record Script(
        String method,
        Path directory,
        String line,
        Map<String, String> environment,
        Optional<String> user,
        Optional<Signal> reload,
        ProcessSettings process,
        ServiceKind kind,
        Readiness readiness) {

    /** A simple service, judged by its check. */
    public Script(
            String method,
            Path directory,
            String line,
            Map<String, String> environment,
            Optional<String> user) {
        this(
                method,
                directory,
                line,
                environment,
                user,
                Optional.empty(),
                ProcessSettings.DEFAULT,
                new ServiceKind.Simple(),
                new Readiness.Check());
    }

    /** Run as the agent's own user, with nothing added to its environment. */
    public Script(String method, Path directory, String line) {
        this(method, directory, line, Map.of(), Optional.empty());
    }

    /** The same with other settings. */
    public Script with(ProcessSettings other) {
        return new Script(
                method, directory, line, environment, user, reload, other, kind, readiness);
    }

    /** The same, run by somebody else. */
    public Script by(Optional<String> other) {
        return new Script(
                method, directory, line, environment, other, reload, process, kind, readiness);
    }

    /** The same as another kind. */
    public Script as(ServiceKind other) {
        return new Script(
                method, directory, line, environment, user, reload, process, other, readiness);
    }

    /** The same, ready by another sign. */
    public Script readyBy(Readiness other) {
        return new Script(method, directory, line, environment, user, reload, process, kind, other);
    }

    /** The same, reloaded by a signal. */
    public Script reloadedBy(Signal signal) {
        return new Script(
                method,
                directory,
                line,
                environment,
                user,
                Optional.of(signal),
                process,
                kind,
                readiness);
    }

    /** The file its output goes to. */
    public Path log() {
        return directory.resolve("script.log");
    }

    /** Its specification. */
    public ServiceSpec spec() {
        return spec(Path.of("/bin/sh"));
    }

    /** Its specification, with another program in the place of the shell. */
    public ServiceSpec spec(Path executable) {
        Startup startup =
                new Startup(
                        method,
                        "script",
                        Optional.of(executable),
                        List.of("-c", line),
                        environment,
                        directory,
                        user,
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        Signal.TERM,
                        Duration.ofSeconds(10),
                        reload,
                        process,
                        kind,
                        readiness);
        return new ServiceSpec(
                new ServiceId("script"),
                "1.0",
                "",
                directory.resolve("package.json"),
                "{}",
                startup,
                Optional.empty(),
                List.of(),
                new Recovery(false, 0, Duration.ofSeconds(1), 1, Duration.ofSeconds(1)),
                new Logging(log(), 100L << 20, 1),
                false);
    }
}
