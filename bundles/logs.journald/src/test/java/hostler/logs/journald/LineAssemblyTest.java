package hostler.logs.journald;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.logs.api.LogEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LineAssemblyTest {
    private final LineAssembly lines = new LineAssembly();

    private static JournalEntry whole(String stream, byte[] message) {
        return new JournalEntry(Map.of("_STREAM_ID", stream.getBytes(UTF_8), "MESSAGE", message));
    }

    private static JournalEntry unfinished(String stream, byte[] message) {
        return new JournalEntry(
                Map.of(
                        "_STREAM_ID",
                        stream.getBytes(UTF_8),
                        "MESSAGE",
                        message,
                        "_LINE_BREAK",
                        "line-max".getBytes(UTF_8)));
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    private static LogEntry line(String text) {
        return new LogEntry.Line(text);
    }

    @Test
    void whatJournaldCutIsOneLineAgainAndNoCharacterIsTorn() {
        byte[] umlaut = text("ä");
        assertThat(lines.add(unfinished("1", new byte[] {'x', umlaut[0]}))).isEmpty();
        assertThat(lines.pending()).isTrue();
        assertThat(lines.add(whole("1", new byte[] {umlaut[1], 'y'}))).containsExactly(line("xäy"));
        assertThat(lines.pending()).isFalse();
    }

    @Test
    void anotherStreamDoesNotContinueALine() {
        assertThat(lines.add(unfinished("1", text("begun")))).isEmpty();
        assertThat(lines.add(whole("2", text("other"))))
                .containsExactly(line("begun"), line("other"));
    }

    @Test
    void whatNobodyContinuesIsALine() {
        assertThat(lines.add(unfinished("1", text("begun")))).isEmpty();
        assertThat(lines.rest()).containsExactly(line("begun"));
        assertThat(lines.rest()).isEmpty();
    }

    @Test
    void aLongLineComesInPieces() {
        byte[] part = new byte[49_152];
        Arrays.fill(part, (byte) 'x');
        List<LogEntry> pieces =
                Stream.of(unfinished("1", part), unfinished("1", part), whole("1", text("end")))
                        .flatMap(entry -> lines.add(entry).stream())
                        .toList();
        assertThat(pieces)
                .extracting(entry -> entry.text().length())
                .containsExactly(LineAssembly.LONGEST_PIECE, 2 * 49_152 + 3 - 65_536);
    }
}
