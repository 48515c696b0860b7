package hostler.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:2379, 127.0.0.1, 2379, false",
        "http://etcd.example:1, etcd.example, 1, false",
        "https://ETCD.example:65535/, etcd.example, 65535, true",
        "'[::1]:2379', ::1, 2379, false"
    })
    void readsTheFormsOfEtcdsTools(String text, String host, int port, boolean secure) {
        assertThat(Endpoint.parse(text)).isEqualTo(new Endpoint(host, port, secure));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "host:0",
                "host:65536",
                ":2379",
                "a b:1",
                "::1:2379",
                "ftp://h:1"
            })
    void refusesWhatIsNoEndpointAndRepeatsIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse(text))
                .withMessageContaining("'" + text + "' is not an etcd endpoint");
    }

    @Test
    void refusesAPasswordAndDoesNotRepeatIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse("http://root:geheim@host:2379"))
                .withMessageNotContaining("geheim");
    }

    @Test
    void aPersonNamesSeveralMembersInOneUrl() {
        EtcdSettings settings = EtcdSettings.ofUrl("etcd://a:1,b:2", Map.of());

        assertThat(settings.endpoints())
                .containsExactly(new Endpoint("a", 1, false), new Endpoint("b", 2, false));
        assertThat(settings.credentials()).isEmpty();
    }

    @Test
    void userAndPasswordComeFromTheEnvironmentAndAreNotShown() {
        EtcdSettings settings =
                EtcdSettings.ofUrl(
                        "etcd://a:1",
                        Map.of(EtcdSettings.USER, "me", EtcdSettings.PASSWORD, "geheim"));

        assertThat(settings.credentials()).isEqualTo(Optional.of(new Credentials("me", "geheim")));
        assertThat(settings.toString()).contains("me").doesNotContain("geheim");
    }

    @Test
    void aUserWithoutAPasswordIsAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EtcdSettings.ofUrl("etcd://a:1", Map.of(EtcdSettings.USER, "me")))
                .withMessageContaining(EtcdSettings.PASSWORD);
    }

    @Test
    void filesOfTlsMakeEveryEndpointSecure() {
        EtcdSettings settings =
                EtcdSettings.ofUrl("etcd://a:1", Map.of(EtcdSettings.AUTHORITY, "/ca.pem"));

        assertThat(settings.endpoints()).allMatch(Endpoint::secure);
    }
}
