package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``| \"\"",
                "a b| \"a b\"",
                "say \"x\"| \"say \\\"x\\\"\"",
                "100%| \"100%%\"",
                "\\n| \"\\\\n\"",
                "`a\nb`| \"a\\x0ab\"",
                "ü| \"\\xc3\\xbc\"",
            })
    void aWordMeansNothingElse(String word, String text) {
        assertThat(FileText.quoted(word)).isEqualTo(text);
    }
}
