package hostler.core;

import hostler.core.api.HealthCheck;
import hostler.core.api.Logging;
import hostler.core.api.Readiness;
import hostler.core.api.Recovery;
import hostler.core.api.ServiceConfiguration;
import hostler.core.api.ServiceConfiguration.Effect;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceSpec;
import hostler.core.api.Startup;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Specifications for tests. */
final class Specs {
    static final Recovery RECOVERY =
            new Recovery(true, 5, Duration.ofSeconds(5), 2, Duration.ofSeconds(60));
    static final Recovery NO_RECOVERY =
            new Recovery(false, 5, Duration.ofSeconds(5), 2, Duration.ofSeconds(60));

    private Specs() {}

    static ServiceId id(String name) {
        return new ServiceId(name);
    }

    static ServiceSpec spec(String name, String... dependencies) {
        return spec(name, RECOVERY, false, false, dependencies);
    }

    static ServiceSpec checked(String name, String... dependencies) {
        return spec(name, RECOVERY, true, false, dependencies);
    }

    static ServiceSpec autostarted(String name, String... dependencies) {
        return spec(name, RECOVERY, false, true, dependencies);
    }

    static ServiceSpec recovering(String name, Recovery recovery) {
        return spec(name, recovery, false, false);
    }

    private static ServiceSpec spec(
            String name,
            Recovery recovery,
            boolean checked,
            boolean autostart,
            String... dependencies) {
        return new ServiceSpec(
                id(name),
                "1",
                "",
                Path.of("/workspace", name, "package.json"),
                "{}",
                startup(name),
                checked ? Optional.of(check()) : Optional.empty(),
                Arrays.stream(dependencies).map(ServiceId::new).toList(),
                recovery,
                new Logging(Path.of("/log", name + ".log"), 1, 1),
                autostart);
    }

    /** The same with another policy. */
    static ServiceSpec withRecovery(ServiceSpec spec, Recovery recovery) {
        return new ServiceSpec(
                spec.id(),
                spec.version(),
                spec.description(),
                spec.source(),
                spec.document(),
                spec.startup(),
                spec.healthCheck(),
                spec.dependencies(),
                recovery,
                spec.logging(),
                spec.autostart());
    }

    /** The same in another version. */
    static ServiceSpec versioned(ServiceSpec spec, String version) {
        return new ServiceSpec(
                spec.id(),
                version,
                spec.description(),
                spec.source(),
                spec.document(),
                spec.startup(),
                spec.healthCheck(),
                spec.dependencies(),
                spec.recovery(),
                spec.logging(),
                spec.autostart());
    }

    /** The same of another kind. */
    static ServiceSpec of(ServiceSpec spec, ServiceKind kind, Readiness readiness) {
        Startup plain = spec.startup();
        return with(spec, startup(plain, plain.reloadSignal(), kind, readiness));
    }

    /** The same with a signal to reload on. */
    static ServiceSpec reloadedOn(ServiceSpec spec, Signal signal) {
        Startup plain = spec.startup();
        return with(spec, startup(plain, Optional.of(signal), plain.kind(), plain.readiness()));
    }

    private static Startup startup(
            Startup plain, Optional<Signal> reloadSignal, ServiceKind kind, Readiness readiness) {
        return new Startup(
                plain.method(),
                plain.unit(),
                plain.executable(),
                plain.arguments(),
                plain.environment(),
                plain.workingDirectory(),
                plain.user(),
                plain.group(),
                plain.timeout(),
                plain.stopSignal(),
                plain.grace(),
                reloadSignal,
                plain.process(),
                kind,
                readiness);
    }

    private static ServiceSpec with(ServiceSpec spec, Startup startup) {
        return with(spec, startup, spec.configuration());
    }

    /** The same, and a change of its configuration does something else. */
    static ServiceSpec configured(ServiceSpec spec, Effect effect) {
        return with(
                spec,
                spec.startup(),
                new ServiceConfiguration(List.of(), effect, Optional.empty()));
    }

    private static ServiceSpec with(
            ServiceSpec spec, Startup startup, ServiceConfiguration configuration) {
        return new ServiceSpec(
                spec.id(),
                spec.version(),
                spec.description(),
                spec.source(),
                spec.document(),
                startup,
                spec.healthCheck(),
                spec.dependencies(),
                spec.recovery(),
                spec.logging(),
                spec.autostart(),
                configuration);
    }

    private static Startup startup(String name) {
        return new Startup(
                FakeLauncher.TYPE,
                name,
                Optional.of(Path.of("/bin/true")),
                List.of(),
                Map.of(),
                Path.of("/bin"),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(60),
                Signal.TERM,
                Duration.ofSeconds(10));
    }

    private static HealthCheck check() {
        return new HealthCheck(
                "http", Duration.ofSeconds(10), Duration.ofSeconds(1), 3, 1, Map.of());
    }
}
