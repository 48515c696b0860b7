package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineSearchTest {
    private final LineSearch search = new LineSearch("bereit für");

    private Optional<String> take(String text) {
        return search.take(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void onlyAWholeLineIsFound() {
        assertThat(take("lädt\nnun bereit für alle")).isEmpty();
        assertThat(take("s\nbereit für mehr\n")).contains("nun bereit für alles");
    }

    @Test
    void theTextMayComeInPiecesEvenOfOneCharacter() {
        byte[] bytes = "bereit für alles\n".getBytes(StandardCharsets.UTF_8);
        Optional<String> found = Optional.empty();
        for (byte each : bytes) {
            assertThat(found).isEmpty();
            found = search.take(ByteBuffer.wrap(new byte[] {each}));
        }
        assertThat(found).contains("bereit für alles");
    }

    @Test
    void theTextDoesNotReachOverTheEndOfALine() {
        assertThat(take("bereit\n für\n")).isEmpty();
    }

    @Test
    void ofAnEndlessLineOnlyTheBeginningIsKept() {
        String filler = "x".repeat(LineSearch.LONGEST_LINE);
        assertThat(take(filler + "bereit für alles\n")).isEmpty();
        assertThat(take("bereit für alles " + filler + "\n"))
                .hasValueSatisfying(
                        line ->
                                assertThat(line.getBytes(StandardCharsets.UTF_8))
                                        .hasSize(LineSearch.LONGEST_LINE));
    }

    @Test
    void whatWasTornIsNotJoined() {
        assertThat(take("bereit ")).isEmpty();
        search.tear();
        assertThat(take("für\n")).isEmpty();
    }
}
