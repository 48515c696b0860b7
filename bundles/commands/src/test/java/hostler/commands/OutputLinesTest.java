package hostler.commands;

import static hostler.commands.CommandsFixture.rest;
import static hostler.commands.api.CommandOutput.LONGEST_LINE;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.api.OutputPipe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputLinesTest {
    private static final long PLENTY = 1 << 30;

    private static OutputLines lines(byte[] written, int atATime) {
        ByteArrayInputStream in = new ByteArrayInputStream(written);
        OutputPipe pipe = most -> in.readNBytes(Math.min(most, atATime));
        return new OutputLines(pipe, new OutputBudget(PLENTY, () -> {}));
    }

    private static List<String> read(String written, int atATime) throws InterruptedException {
        return rest(lines(written.getBytes(StandardCharsets.UTF_8), atATime));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void linesComeWithoutTheirEnds(int atATime) throws Exception {
        assertThat(read("one\n\ntwo\r\n\r\nth\rree\n", atATime))
                .containsExactly("one", "", "two", "", "th\rree");
        assertThat(read("a\nlast", atATime)).containsExactly("a", "last");
        assertThat(read("cut\r", atATime)).containsExactly("cut\r");
        assertThat(read("", atATime)).isEmpty();
        assertThat(read("\n", atATime)).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 10, 10_007, 1 << 20})
    void aLongLineComesInPieces(int atATime) throws Exception {
        String longest = "x".repeat(LONGEST_LINE);

        assertThat(read(longest + "\n", atATime)).containsExactly(longest);
        assertThat(read(longest + "y\nz\n", atATime)).containsExactly(longest, "y", "z");
        assertThat(read(longest + longest + "y", atATime)).containsExactly(longest, longest, "y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "€", "😀"})
    void noPieceEndsInTheMiddleOfACharacter(String character) throws Exception {
        for (int before = 0; before < 4; before++) {
            String line = "x".repeat(before) + character.repeat(LONGEST_LINE);
            List<String> pieces = read(line, 4_001);

            assertThat(String.join("", pieces)).isEqualTo(line);
            assertThat(pieces)
                    .allMatch(
                            piece -> piece.getBytes(StandardCharsets.UTF_8).length <= LONGEST_LINE);
        }
    }

    @Test
    void whatIsNoTextIsReplacedAndCutAllTheSame() throws Exception {
        byte[] none = new byte[2 * LONGEST_LINE];
        java.util.Arrays.fill(none, (byte) 0x80);

        assertThat(rest(lines(none, 999)))
                .allMatch(piece -> piece.chars().allMatch(c -> c == '\uFFFD'))
                .hasSizeBetween(2, 3);
    }

    @Test
    void itsEndIsToldAgainAndAgainAndOnlyThenIsItRead() throws Exception {
        OutputLines lines = lines("last".getBytes(StandardCharsets.UTF_8), 10);

        assertThat(lines.next()).contains("last");
        assertThat(lines.end()).isNotDone();
        assertThat(lines.next()).isEmpty();
        assertThat(lines.next()).isEmpty();
        assertThat(lines.end()).isDone();
    }

    @Test
    void aPipeThatCannotBeReadEnds() throws Exception {
        OutputPipe broken =
                most -> {
                    throw new IOException("broken");
                };
        OutputLines lines = new OutputLines(broken, new OutputBudget(PLENTY, () -> {}));

        assertThat(lines.next()).isEmpty();
        assertThat(lines.end()).isDone();
    }
}
