package hostler.configs.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.configs.syntax.Syntax;
import hostler.core.api.ServiceConfiguration.Format;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SecretsTest {
    private static final String MASK = Secrets.MASK;

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "JSON ! {\"user\": \"u\", \"password\": \"hunter2\"}",
                "JSON ! {\"tokens\": [\"hunter2\", {\"any\": \"hunter2\"}], \"port\": 1}",
                "JSON ! {\"db\": {\"apiKey\": 1, \"x\": {\"client_secret\": \"hunter2\"}}}",
                "JSON ! {\"dsn\": \"hunter2 with \\\"quotes\\\"\"}",
                "YAML ! user: u|password: hunter2|port: 1",
                "YAML ! db: {passwd: 'hunter2', port: 1}",
                "YAML ! secrets:|  - hunter2|  - {a: hunter2}|port: 1",
                "YAML ! tls:|  privateKey: ^|    hunter2|    hunter2|port: 1",
                "YAML ! ö: \uD83D\uDE00|token: hunter2|port: 1",
                "YAML ! # password: hunter2|port: 1",
                "YAML ! url: https://u:hunter2@example.org/",
                "TOML ! [db]|password = \"hunter2\"|port = 1",
                "TOML ! api_key = '''|hunter2|hunter2'''|port = 1",
                "TOML ! tokens = [|  \"hunter2\",|  \"hunter2\"|]|port = 1",
                "INI ! [db]|password = hunter2|port = 1",
                "INI ! [db]|password = hunter2|  hunter2|port = 1",
                "INI ! ; password = hunter2|port = 1",
                "PROPERTIES ! db.password=hunter2 \\|  hunter2|port=1",
                "PROPERTIES ! db.password: hunter2|port=1",
                "PLAIN ! requirepass hunter2|port 1",
                "PLAIN ! <password>hunter2</password>|<a secret=\"hunter2\" b=\"c\"/>",
                "PLAIN ! export API_TOKEN=hunter2|PORT=1",
                "PLAIN ! -----BEGIN RSA PRIVATE KEY-----|hunter2|-----END RSA PRIVATE KEY-----|x"
            })
    void noSecretIsLeft(Format format, String written) {
        String text = written.replace("|", "\n").replace("^", "|");
        String masked = Secrets.masked(format, text);

        assertThat(masked).doesNotContain("hunter2").contains(MASK);
        assertThat(Syntax.of(format).check(masked)).as(masked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "JSON ! {\"port\": 1, \"host\": \"h\", \"monkeys\": null}",
                "YAML ! port: 1 # a comment|hosts: [a, b]",
                "TOML ! a = 1|[b]|c = \"d\"",
                "INI ! [s]|a = b",
                "PROPERTIES ! a=b",
                "PLAIN ! worker_processes 4;"
            })
    void whatIsNoSecretStaysByteForByte(Format format, String written) {
        String text = written.replace("|", "\n");

        assertThat(Secrets.masked(format, text)).isEqualTo(text);
    }

    @Test
    void theRestOfAMaskedFileStaysByteForByte() {
        assertThat(Secrets.masked(Format.YAML, "a: 1\npassword:   'x'   # why\nb: [1,\n  2]\n"))
                .isEqualTo("a: 1\npassword:   \"" + MASK + "\"   # why\nb: [1,\n  2]\n");
    }

    @Test
    void aFileThatIsNotWhatItSaysShowsNothing() {
        assertThat(Secrets.masked(Format.JSON, "{\"password\": \"hunter2\""))
                .isEqualTo(MASK + "\n");
        assertThat(Secrets.masked(Format.YAML, "a: [\npassword: hunter2")).isEqualTo(MASK + "\n");
    }

    @Test
    void whatIsMadeToExhaustTheMatcherIsNoTrap() {
        String escapes = "password = \"" + "\\\"".repeat(200_000) + "\"\n";

        assertThat(Secrets.masked(Format.PLAIN, escapes)).doesNotContain("\\\"\\\"");
        assertThat(Secrets.masked(Format.PLAIN, "x".repeat(1 << 20))).hasSize(1 << 20);
        for (String piece :
                List.of("password", "key=[", "<key ", "key='''", "-----BEGIN PRIVATE KEY-----")) {
            assertThat(Secrets.masked(Format.PLAIN, piece.repeat(20_000))).isNotEmpty();
        }
    }

    @Test
    void maskedTextIsKnownAsSuch() {
        assertThat(Secrets.holdsMask(Secrets.masked(Format.INI, "password=x"))).isTrue();
        assertThat(Secrets.holdsMask("password=********")).isFalse();
    }
}
