package hostler.core;

import hostler.core.api.Logging;
import hostler.core.api.Recovery;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.api.Startup;
import hostler.core.packages.PackageDefaults;
import hostler.launcher.api.LaunchHandle;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service of which only the launch is remembered: it can be watched and stopped, and nothing
 * else.
 */
final class Orphan {
    private static final Recovery NONE = new Recovery(false, 0, Duration.ZERO, 1, Duration.ZERO);

    private Orphan() {}

    static ServiceSpec of(LaunchHandle handle, PackageDefaults defaults) {
        ServiceId id = handle.service();
        Path directory = defaults.workspace().resolve(id.name());
        return new ServiceSpec(
                id,
                "",
                "its package.json is not known any more",
                directory.resolve("package.json"),
                "{}",
                startup(handle, directory),
                Optional.empty(),
                List.of(),
                NONE,
                new Logging(
                        defaults.logDirectory().resolve(id + ".log"),
                        defaults.logMaxBytes(),
                        defaults.logMaxFiles()),
                false);
    }

    private static Startup startup(LaunchHandle handle, Path directory) {
        return new Startup(
                handle.launcher(),
                handle.service().name(),
                Optional.empty(),
                List.of(),
                Map.of(),
                directory,
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(60),
                Signal.TERM,
                Duration.ofSeconds(10));
    }
}
