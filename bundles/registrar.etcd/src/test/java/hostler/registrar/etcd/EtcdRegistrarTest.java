package hostler.registrar.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.AgentInfo;
import hostler.core.api.ListeningAddress;
import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceStatus;
import hostler.registrar.api.Registration.Absent;
import hostler.registrar.api.Registration.Cause;
import hostler.registrar.testkit.RegistrarContract;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.osgi.util.converter.Converters;

/** The component, without an etcd. */
class EtcdRegistrarTest {
    private static EtcdRegistrar.Config config(Map<String, Object> properties) {
        return Converters.standardConverter().convert(properties).to(EtcdRegistrar.Config.class);
    }

    private static EtcdRegistrar registrar(Map<String, Object> properties) {
        return new EtcdRegistrar(
                new FakeAgent(), new NoServices(), new NoEvents(), config(properties));
    }

    private static Absent absent(EtcdRegistrar registrar) {
        return (Absent) registrar.registration();
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        EtcdRegistrar.Config config = config(Map.of());

        assertThat(config.enabled()).isTrue();
        assertThat(config.etcd_endpoints()).containsExactly("127.0.0.1:2379");
        assertThat(config.etcd_username()).isEmpty();
        assertThat(config._etcd_password()).isEmpty();
        assertThat(config.etcd_prefix()).isEqualTo("/agents");
        assertThat(config.register_interval_ms()).isEqualTo(30_000);
        assertThat(config.ttl_ms()).isEqualTo(60_000);
    }

    @Test
    void thePropertiesThatAgentYamlFeedsAreRead() {
        EtcdRegistrar.Config config =
                config(
                        Map.of(
                                "etcd.endpoints", List.of("a:1", "b:2"),
                                "etcd.username", "me",
                                ".etcd.password", "geheim",
                                "etcd.ca", "ca.pem",
                                "ttl.ms", 5_000L));

        assertThat(config.etcd_endpoints()).containsExactly("a:1", "b:2");
        assertThat(config.etcd_username()).isEqualTo("me");
        assertThat(config._etcd_password()).isEqualTo("geheim");
        assertThat(config.etcd_ca()).isEqualTo("ca.pem");
        assertThat(config.ttl_ms()).isEqualTo(5_000);
    }

    @Test
    void whatIsSwitchedOffSaysSo() throws Exception {
        EtcdRegistrar registrar = registrar(Map.of("enabled", false));

        assertThat(absent(registrar).cause()).isEqualTo(Cause.DISABLED);
        assertThat(absent(registrar).reason()).contains("registry.enabled");
        registrar.deactivate();
    }

    @Test
    void aWrongSettingIsNamedAndAPasswordInItIsNot() throws Exception {
        EtcdRegistrar registrar =
                registrar(Map.of("etcd.endpoints", List.of("http://root:geheim@a:1")));

        assertThat(absent(registrar).cause()).isEqualTo(Cause.REFUSED);
        assertThat(absent(registrar).reason()).contains("registry.etcd_endpoints");
        assertThat(registrar.place() + absent(registrar)).doesNotContain("geheim");
        registrar.deactivate();
    }

    @Test
    void onLoopbackItNamesTheKeyToSetAndAsksNobody() throws Exception {
        EtcdRegistrar registrar = registrar(Map.of());
        ListeningAddress loopback =
                () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 10380);
        registrar.setListening(loopback);

        RegistrarContract.await("it says why", () -> absent(registrar).cause() == Cause.NO_ADDRESS);
        assertThat(absent(registrar).reason()).contains("server.address");
        assertThat(registrar.place()).isEqualTo("etcd 127.0.0.1:2379");
        registrar.unsetListening(loopback);
        registrar.deactivate();
    }

    private static final class FakeAgent implements AgentInfo {
        @Override
        public String code() {
            return "agent-001";
        }

        @Override
        public String version() {
            return "0.1.0";
        }

        @Override
        public Path home() {
            return Path.of("/srv/agent");
        }

        @Override
        public Path workspace() {
            return home().resolve("workspace");
        }

        @Override
        public long pid() {
            return 1;
        }

        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }
    }

    private static final class NoServices implements ServiceRegistry {
        @Override
        public List<ServiceStatus> list() {
            return List.of();
        }

        @Override
        public Optional<ServiceStatus> find(ServiceId id) {
            return Optional.empty();
        }

        @Override
        public List<PackageProblem> problems() {
            return List.of();
        }

        @Override
        public boolean settled() {
            return true;
        }
    }

    private static final class NoEvents implements ServiceEvents {
        @Override
        public List<ServiceEvent> history(ServiceId id, int limit) {
            return List.of();
        }

        @Override
        public Subscription subscribe(Consumer<ServiceEvent> subscriber) {
            return () -> {};
        }
    }
}
