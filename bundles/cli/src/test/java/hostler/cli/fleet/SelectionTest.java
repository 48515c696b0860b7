package hostler.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final Member WEB = new Member("web-1", "web-1", "10.0.0.1:10380");

    private static boolean takes(String patterns) {
        return Selection.parse(patterns).takes(WEB);
    }

    @Test
    void anyOfThePatternsWillDoForCodeOrAddress() {
        assertThat(takes("db-*,web-?")).isTrue();
        assertThat(takes("10.0.0.*")).isTrue();
        assertThat(takes("web-1")).isTrue();
    }

    @Test
    void thePatternFitsTheWholeAndItsOtherCharactersStandForThemselves() {
        assertThat(takes("web")).isFalse();
        assertThat(takes("web-??")).isFalse();
        assertThat(takes("web.1")).isFalse();
        assertThat(takes("[w]eb-1")).isFalse();
    }

    @Test
    void nothingBetweenCommasIsAMistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> Selection.parse("web-*,"));
    }
}
