package hostler.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.cli.fleet.RegistryEntries.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryEntriesTest {
    @Test
    void whatTheContractWritesIsRead() {
        assertThat(RegistryEntries.read(FleetAgent.entry("agent-001", "192.0.2.2:10380")))
                .isEqualTo(new Reading.Agent("agent-001", "192.0.2.2:10380"));
    }

    @Test
    void addrIsEnoughAndWhatIsNotKnownIsNobodysBusiness() {
        Registry.Entry entry =
                new Registry.Entry(
                        "grpc://server-agent/x",
                        "{\"MetadataX\":{\"AppID\":\"a\",\"Zone\":7},\"Addr\":\"[::1]:1\",\"x\":[]}");
        assertThat(RegistryEntries.read(entry)).isEqualTo(new Reading.Agent("a", "[::1]:1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "not JSON                                                    | not valid JSON",
                "[]                                                          | AppID",
                "{}                                                          | AppID",
                "{\"MetadataX\":{\"AppID\":\" \"}}                           | AppID",
                "{\"MetadataX\":{\"AppID\":\"a\\u001b[2J\"}}                 | AppID",
                "{\"MetadataX\":{\"AppID\":\"a\"}}                           | Addr are missing",
                "{\"MetadataX\":{\"AppID\":\"a\",\"Address\":\"nowhere\"}}   | not 'nowhere'",
                "{\"MetadataX\":{\"AppID\":\"a\",\"Address\":\"h:0\"}}       | not 'h:0'",
                "{\"MetadataX\":{\"AppID\":\"a\",\"Address\":\"h:65536\"}}   | not 'h:65536'",
                "{\"MetadataX\":{\"AppID\":\"a\",\"Address\":\"h/../x:1\"}}  | not 'h/../x:1'",
                "{\"MetadataX\":{\"AppID\":[\"a\"],\"Address\":\"h:1\"}}     | AppID",
            })
    void whatNamesNoAgentIsNamedItself(String value, String reason) {
        Registry.Entry entry = new Registry.Entry("grpc://server-agent/h:1", value);
        assertThat(RegistryEntries.read(entry))
                .isInstanceOfSatisfying(
                        Reading.Broken.class,
                        broken -> {
                            assertThat(broken.key()).isEqualTo("grpc://server-agent/h:1");
                            assertThat(broken.reason()).contains(reason);
                        });
    }
}
