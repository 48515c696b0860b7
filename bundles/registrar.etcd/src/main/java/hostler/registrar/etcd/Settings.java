package hostler.registrar.etcd;

import hostler.etcd.Credentials;
import hostler.etcd.Endpoint;
import hostler.etcd.EtcdSettings;
import hostler.etcd.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the configuration means; messages name the keys of agent.yaml. */
final class Settings {
    private Settings() {}

    /** For people: "etcd 10.0.0.5:2379, 10.0.0.6:2379". What is no endpoint is not repeated. */
    static String place(EtcdRegistrar.Config config) {
        try {
            return endpoints(config).stream()
                    .map(Endpoint::toString)
                    .collect(Collectors.joining(", ", "etcd ", ""));
        } catch (IllegalArgumentException e) {
            return "etcd";
        }
    }

    private static List<Endpoint> endpoints(EtcdRegistrar.Config config) {
        try {
            return Endpoint.parseAll(Arrays.stream(config.etcd_endpoints()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("registry.etcd_endpoints: " + e.getMessage(), e);
        }
    }

    static EtcdSettings of(EtcdRegistrar.Config config, Path home) {
        return EtcdSettings.of(
                endpoints(config),
                text(config.etcd_username())
                        .map(user -> new Credentials(user, config._etcd_password())),
                TlsFiles.of(
                        text(config.etcd_ca()).map(home::resolve),
                        text(config.etcd_certificate()).map(home::resolve),
                        text(config.etcd_key()).map(home::resolve)));
    }

    private static Optional<String> text(String value) {
        return Optional.of(value).filter(text -> !text.isEmpty());
    }

    static Plan plan(EtcdRegistrar.Config config) {
        return Plan.of(
                config.etcd_prefix(),
                Duration.ofMillis(config.ttl_ms()),
                Duration.ofMillis(config.register_interval_ms()));
    }
}
