package hostler.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstWordTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ls | ls",
                "/usr/bin/curl -u me:secret | /usr/bin/curl",
                "PASSWORD=secret mysql | PASSWORD=...",
                "cat<file | cat...",
                "\"a secret\" | ...",
                "$(echo secret) | ...",
                "ls\\nsecret | ls",
                "x\\7secret | x...",
            })
    void onlyTheNameOfAProgramIsShown(String command, String shown) {
        assertThat(FirstWord.of(command.translateEscapes())).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"64, ''", "65, ...", "10000, ..."})
    void aWordThatIsTooLongIsCut(int length, String end) {
        String shown = FirstWord.of("x".repeat(length));

        assertThat(shown).isEqualTo("x".repeat(64) + end);
    }
}
