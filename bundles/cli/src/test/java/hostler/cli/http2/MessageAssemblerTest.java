package hostler.cli.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageAssemblerTest {
    private final MessageAssembler assembler = new MessageAssembler();

    @Test
    void messagesCutAnywhereComeOutWhole() throws IOException {
        byte[] first = "first".getBytes(StandardCharsets.UTF_8);
        byte[] large = new byte[100_000];
        large[99_999] = 7;
        ByteBuffer wire = ByteBuffer.allocate(200_000);
        wire.put(MessageAssembler.frame(first)).put(MessageAssembler.frame(large));
        wire.put(MessageAssembler.frame(new byte[0])).flip();
        while (wire.hasRemaining()) {
            int count = Math.min(997, wire.remaining());
            assembler.add(wire.slice(wire.position(), count));
            wire.position(wire.position() + count);
        }
        assertThat(assembler.poll()).isEqualTo(first);
        assertThat(assembler.poll()).isEqualTo(large);
        assertThat(assembler.poll()).isEmpty();
        assertThat(assembler.poll()).isNull();
        assertThat(assembler.cutShort()).isFalse();
    }

    @Test
    void halfAMessageIsCutShort() throws IOException {
        assembler.add(ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 9, 1}));
        assertThat(assembler.poll()).isNull();
        assertThat(assembler.cutShort()).isTrue();
    }

    @Test
    void compressedAndOversizedMessagesAreRefused() {
        assertThatThrownBy(() -> assembler.add(ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 0})))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("compressed");
        assertThatThrownBy(
                        () ->
                                new MessageAssembler()
                                        .add(ByteBuffer.wrap(new byte[] {0, -1, -1, -1, -1})))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("4294967295 octets");
    }
}
