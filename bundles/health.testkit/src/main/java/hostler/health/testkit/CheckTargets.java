package hostler.health.testkit;

import hostler.core.api.HealthCheck;
import hostler.core.api.Logging;
import hostler.core.api.Recovery;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.api.Startup;
import hostler.health.api.CheckTarget;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Targets for tests: a service "web", and only what the test is about. */
public final class CheckTargets {
    private static final ProcessIdentity NOBODY =
            new ProcessIdentity("00000000-0000-0000-0000-000000000000", 1, 0);

    private CheckTargets() {}

    /** A target with these settings of its check. */
    public static CheckTarget withSettings(Map<String, String> settings, Duration timeout) {
        return target(Path.of("/srv/web"), settings, timeout, NOBODY);
    }

    /** A target whose package lies in this directory. */
    public static CheckTarget inDirectory(
            Path directory, Map<String, String> settings, Duration timeout) {
        return target(directory, settings, timeout, NOBODY);
    }

    /** A target that is this process. */
    public static CheckTarget ofProcess(ProcessIdentity process, Duration timeout) {
        return target(Path.of("/srv/web"), Map.of(), timeout, process);
    }

    private static CheckTarget target(
            Path directory,
            Map<String, String> settings,
            Duration timeout,
            ProcessIdentity process) {
        HealthCheck check =
                new HealthCheck("under-test", Duration.ofSeconds(10), timeout, 3, 1, settings);
        ServiceSpec spec =
                new ServiceSpec(
                        new ServiceId("web"),
                        "1.0.0",
                        "",
                        directory.resolve("package.json"),
                        "{}",
                        startup(directory),
                        Optional.of(check),
                        List.of(),
                        new Recovery(true, 5, Duration.ofSeconds(5), 2, Duration.ofMinutes(1)),
                        new Logging(directory.resolve("web.log"), 1 << 20, 3),
                        false);
        return new CheckTarget(spec, check, "web-1", process);
    }

    private static Startup startup(Path directory) {
        return new Startup(
                "direct",
                "web",
                Optional.of(directory.resolve("web")),
                List.of(),
                Map.of("GREETING", "hello"),
                directory,
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(30),
                Signal.TERM,
                Duration.ofSeconds(10));
    }
}
