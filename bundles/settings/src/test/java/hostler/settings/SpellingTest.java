package hostler.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    private static final List<String> KNOWN = List.of("interval", "timeout", "retries", "on");

    @Test
    void theNearestWordIsOffered() {
        assertThat(Spelling.hint("intervall", KNOWN)).isEqualTo("; did you mean 'interval'?");
        assertThat(Spelling.hint("tiemout", KNOWN)).isEqualTo("; did you mean 'timeout'?");
        assertThat(Spelling.hint("in", KNOWN)).isEqualTo("; did you mean 'on'?");
    }

    @Test
    void nothingIsOfferedWhenNothingIsNear() {
        assertThat(Spelling.hint("workspace", KNOWN)).isEmpty();
        assertThat(Spelling.hint("x", List.of())).isEmpty();
        assertThat(Spelling.hint("", List.of("interval"))).isEmpty();
    }

    @Test
    void aHostileWordCostsNothing() {
        assertThat(Spelling.hint("x".repeat(Limits.TEXT), KNOWN)).isEmpty();
    }
}
