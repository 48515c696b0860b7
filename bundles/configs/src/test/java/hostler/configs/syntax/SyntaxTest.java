package hostler.configs.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceConfiguration.Format;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxTest {

    private static Optional<SyntaxError> check(Format format, String text) {
        return Syntax.of(format).check(text.replace("|", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "JSON ! {\"a\": [1, 2.5, null, true, \"ü\"]}",
                "JSON ! 1",
                "YAML ! a: {b: [c]}|---|second: document",
                "YAML ! base: &b {x: 1}|other: *b",
                "YAML ! a: !secret tagged",
                "TOML ! title = \"a\"|[owner]|born = 1979-05-27T07:32:00Z",
                "INI ! ; comment|[mysqld]|skip-name-resolve|port = 3306|path: /a|  goes on",
                "PROPERTIES ! a=b|c : d|e f|g=\\u00fc",
                "PLAIN ! anything { at all"
            })
    void whatIsOfTheFormatIsAccepted(Format format, String text) {
        assertThat(check(format, text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "JSON ! {\"a\": 1,|\"a\": 2} ! 2 ! Duplicate field 'a'",
                "JSON ! {}|{} ! 2 ! something follows the value",
                "JSON ! {'a': 1} ! 1 ! not valid JSON",
                "YAML ! a: 1|b: [ ! 2 ! not valid YAML",
                "YAML ! a:|\tb: 1 ! 2 ! not valid YAML",
                "TOML ! a = 1|b = ! 2 ! not valid TOML",
                "TOML ! a = 1|a = 2 ! 2 ! a previously defined",
                "INI ! a=1|[open ! 2 ! a section that is not closed: [open",
                "INI ! =1 ! 1 ! a value without a key",
                "PROPERTIES ! a=\\u00zz ! 0 ! Malformed"
            })
    void anErrorIsToldWithItsLine(Format format, String text, int line, String message) {
        SyntaxError error = check(format, text).orElseThrow();

        assertThat(error.line()).as("%s", error).isEqualTo(line);
        assertThat(error.message()).contains(message);
    }

    @Test
    void anEmptyJsonDocumentHoldsNoValue() {
        assertThat(check(Format.JSON, " ").orElseThrow().message()).contains("holds no value");
    }

    /** Fault H2. */
    @Test
    void aBillionLaughsAreNotLaughed() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int level = 1; level < 30; level++) {
            String before = "*a" + (level - 1);
            laughs.append("a%d: &a%d [%s]\n".formatted(level, level, (before + ",").repeat(9)));
        }
        assertThat(check(Format.YAML, laughs.toString())).isEmpty();
    }

    @Test
    void whatIsNestedTooDeepIsRefusedInsteadOfExhaustingTheReader() {
        assertThat(check(Format.YAML, "[".repeat(100_000))).isPresent();
        assertThat(check(Format.JSON, "[".repeat(100_000))).isPresent();
    }
}
