package hostler.logs.journald;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.os.api.OutputPipe;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportStreamTest {
    private static final byte[] BINARY = {'a', '\n', (byte) 0xff, '\n', '\n', 0};

    /** Gives bytes in pieces of a size, and then the end. */
    private record Pieces(ByteBuffer bytes, int size) implements OutputPipe {
        @Override
        public byte[] read(int most) {
            byte[] piece = new byte[Math.min(size, bytes.remaining())];
            bytes.get(piece);
            return piece;
        }
    }

    private static ExportStream stream(byte[] bytes, int size) {
        return new ExportStream(new Pieces(ByteBuffer.wrap(bytes), size));
    }

    private static byte[] binary(String name, long length, byte[] value) {
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        field.writeBytes((name + "\n").getBytes(UTF_8));
        field.writeBytes(
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(length)
                        .array());
        field.writeBytes(value);
        return field.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 65_536})
    void entriesAreReadHoweverTheyArrive(int size) throws Exception {
        ExportStream stream =
                stream(
                        join(
                                text("__CURSOR=one\nMESSAGE=a=b\n_LINE_BREAK=line-max\n\n"),
                                text("__CURSOR=two\n"),
                                binary("MESSAGE", BINARY.length, BINARY),
                                text("\n_STREAM_ID=5\n\n")),
                        size);
        JournalEntry one = stream.next().orElseThrow();
        assertThat(one.cursor()).isEqualTo("one");
        assertThat(one.message()).asString(UTF_8).isEqualTo("a=b");
        assertThat(one.unfinished()).isTrue();
        JournalEntry two = stream.next().orElseThrow();
        assertThat(two.cursor()).isEqualTo("two");
        assertThat(two.message()).isEqualTo(BINARY);
        assertThat(two.stream()).isEqualTo("5");
        assertThat(two.dropped()).isEmpty();
        assertThat(stream.next()).isEmpty();
    }

    @Test
    void aDropOfJournaldIsNoLine() throws Exception {
        JournalEntry drop =
                stream(
                                text(
                                        "MESSAGE=Suppressed 465 messages\nN_DROPPED=465\nMESSAGE_ID="
                                                + UnitJournal.DROPPED
                                                + "\n\n"),
                                100)
                        .next()
                        .orElseThrow();
        assertThat(drop.dropped()).contains("465");
    }

    @Test
    void whatIsTooLongIsCutAndTheNextEntryIsReadAllTheSame() throws Exception {
        byte[] huge = new byte[ExportStream.LONGEST_VALUE + 3];
        Arrays.fill(huge, (byte) 'x');
        ExportStream stream =
                stream(
                        join(binary("MESSAGE", huge.length, huge), text("\n\nMESSAGE=next\n\n")),
                        4_096);
        JournalEntry cut = stream.next().orElseThrow();
        assertThat(cut.message()).hasSize(ExportStream.LONGEST_VALUE);
        assertThat(cut.cut()).isTrue();
        assertThat(stream.next().orElseThrow().message()).asString(UTF_8).isEqualTo("next");
    }

    @Test
    void anEndInTheMiddleIsNoEnd() {
        for (byte[] torn :
                new byte[][] {
                    text("MESSAGE=one\n"), text("MESSAGE=o"), text("MESS"), binary("M", 9, BINARY)
                }) {
            assertThatThrownBy(() -> stream(torn, 100).next()).isInstanceOf(EOFException.class);
        }
    }
}
