package hostler.registrar.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hostler.registrar.api.Announcement;
import hostler.registrar.api.Announcement.AnnouncedService;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bytes are those that were seen of the original. */
class TextsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

    private static Announcement agent(AnnouncedService... services) {
        return new Announcement("agent-001", "0.1.0", "192.0.2.2:10380", List.of(services));
    }

    @Test
    void aStoppedServiceIsWrittenByteForByteAsTheOriginalDid() {
        assertThat(
                        Texts.forController(
                                agent(new AnnouncedService("svc1", "1.0.1", Optional.empty())),
                                NOW))
                .isEqualTo(
                        "{\"Addr\":\"192.0.2.2:10380\",\"MetadataX\":{\"Address\":\"192.0.2.2:10380\","
                                + "\"AppID\":\"agent-001\",\"Metadata\":{\"agent_code\":\"agent-001\","
                                + "\"services\":\"[{\\\"name\\\":\\\"svc1\\\",\\\"version\\\":\\\"1.0.1\\\","
                                + "\\\"is_running\\\":false,\\\"duration\\\":0}]\"},"
                                + "\"Name\":\"server-agent\",\"Scheme\":\"grpc\"},\"Op\":0}");
    }

    @Test
    void noServicesAreAnEmptyList() {
        assertThat(Texts.forController(agent(), NOW)).contains("\"services\":\"[]\"");
    }

    @Test
    void durationsAreWholeSecondsAndNeverNegative() {
        AnnouncedService running =
                new AnnouncedService("a", "1", Optional.of(Instant.parse("2026-01-01T00:00:00Z")));
        AnnouncedService ahead = new AnnouncedService("b", "1", Optional.of(NOW.plusSeconds(9)));

        assertThat(Texts.forController(agent(running, ahead), NOW))
                .contains("\\\"is_running\\\":true,\\\"duration\\\":60}")
                .contains("\\\"is_running\\\":true,\\\"duration\\\":0}");
    }

    @Test
    void servicesAreSortedByName() {
        assertThat(
                        agent(
                                        new AnnouncedService("b", "1", Optional.empty()),
                                        new AnnouncedService("a", "1", Optional.empty()))
                                .services())
                .extracting(AnnouncedService::name)
                .containsExactly("a", "b");
    }

    @Test
    void aTextIsQuotedAsGoDoes() {
        assertThat(Texts.quoted("a\"\\\n\t<&>\u0001\u2028ü"))
                .isEqualTo("\"a\\\"\\\\\\n\\t\\u003c\\u0026\\u003e\\u0001\\u2028ü\"");
    }

    @Test
    void theEntryForResolversHasMetadataThatGoCanCompare() {
        assertThat(Texts.forResolvers(agent()))
                .isEqualTo("{\"Op\":0,\"Addr\":\"192.0.2.2:10380\",\"Metadata\":\"agent-001\"}");
    }

    @Test
    void theKeysAreThoseOfTheContract() {
        assertThat(Keys.of("/agents/", "agent-001", "192.0.2.2:10380").all())
                .containsExactly(
                        "grpc://server-agent/192.0.2.2:10380",
                        "/agents/agent/agent-001",
                        "hostler/agents/192.0.2.2:10380");
    }

    @Test
    void aPrefixTheControllerWouldReadIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keys.checked("grpc://x"))
                .withMessageContaining("registry.etcd_prefix");
    }
}
