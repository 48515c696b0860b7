package hostler.cli.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufUtil;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 7541 appendix C, and what must be refused. */
class HpackDecoderTest {
    private final HpackDecoder decoder = new HpackDecoder(4096);

    @Test
    void literalWithIndexing_C_2_1() throws ProtocolException {
        assertThat(
                        decode(
                                decoder,
                                "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572"))
                .isEqualTo("custom-key: custom-header");
        assertThat(decoder.tableSize()).isEqualTo(55);
    }

    @Test
    void literalWithoutIndexing_C_2_2() throws ProtocolException {
        assertThat(decode(decoder, "040c 2f73 616d 706c 652f 7061 7468"))
                .isEqualTo(":path: /sample/path");
        assertThat(decoder.tableSize()).isZero();
    }

    @Test
    void literalNeverIndexed_C_2_3() throws ProtocolException {
        assertThat(decode(decoder, "1008 7061 7373 776f 7264 0673 6563 7265 74"))
                .isEqualTo("password: secret");
        assertThat(decoder.tableSize()).isZero();
    }

    @Test
    void indexed_C_2_4() throws ProtocolException {
        assertThat(decode(decoder, "82")).isEqualTo(":method: GET");
    }

    @Test
    void requestsWithoutHuffman_C_3() throws ProtocolException {
        String get = ":method: GET|:scheme: http|:path: /|:authority: www.example.com";
        assertThat(decode(decoder, "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d"))
                .isEqualTo(get);
        assertThat(decode(decoder, "8286 84be 5808 6e6f 2d63 6163 6865"))
                .isEqualTo(get + "|cache-control: no-cache");
        assertThat(
                        decode(
                                decoder,
                                "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d"
                                        + " 7661 6c75 65"))
                .isEqualTo(
                        ":method: GET|:scheme: https|:path: /index.html|"
                                + ":authority: www.example.com|custom-key: custom-value");
        assertThat(decoder.tableSize()).isEqualTo(164);
    }

    @Test
    void requestsWithHuffman_C_4() throws ProtocolException {
        String get = ":method: GET|:scheme: http|:path: /|:authority: www.example.com";
        assertThat(decode(decoder, "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff")).isEqualTo(get);
        assertThat(decode(decoder, "8286 84be 5886 a8eb 1064 9cbf"))
                .isEqualTo(get + "|cache-control: no-cache");
        assertThat(decode(decoder, "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf"))
                .endsWith("|custom-key: custom-value");
        assertThat(decoder.tableSize()).isEqualTo(164);
    }

    @Test
    void responsesWithHuffmanAndEviction_C_6() throws ProtocolException {
        HpackDecoder small = new HpackDecoder(256);
        assertThat(
                        decode(
                                small,
                                "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005"
                                        + " 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7"
                                        + " 8f0b 97c8 e9ae 82ae 43d3"))
                .isEqualTo(
                        ":status: 302|cache-control: private|date: Mon, 21 Oct 2013 20:13:21 GMT"
                                + "|location: https://www.example.com");
        assertThat(small.tableSize()).isEqualTo(222);
        assertThat(decode(small, "4883 640e ffc1 c0bf")).startsWith(":status: 307|");
        assertThat(small.tableSize()).isEqualTo(222);
        assertThat(
                        decode(
                                small,
                                "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d"
                                        + " 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335"
                                        + " dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f"
                                        + " 9587 3160 65c0 03ed 4ee5 b106 3d50 07"))
                .isEqualTo(
                        ":status: 200|cache-control: private|date: Mon, 21 Oct 2013 20:13:22 GMT"
                                + "|location: https://www.example.com|content-encoding: gzip"
                                + "|set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600;"
                                + " version=1");
        assertThat(small.tableSize()).isEqualTo(215);
    }

    @Test
    void everyOctetThatAnotherEncoderWritesInHuffmanIsRead() throws Exception {
        StringBuilder every = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            every.append(c);
        }
        ByteBuf block = Unpooled.buffer();
        new DefaultHttp2HeadersEncoder((name, value) -> false, true, 16, 0)
                .encodeHeaders(3, new DefaultHttp2Headers(false).add("x", every), block);
        assertThat(decoder.decode(ByteBuffer.wrap(ByteBufUtil.getBytes(block))))
                .containsExactly(new Header("x", every.toString()));
    }

    @Test
    void ownEncodingIsReadBack() throws ProtocolException {
        byte[] block =
                new HpackEncoder()
                        .add("a", "b")
                        .add("grpc-timeout", "5".repeat(5000))
                        .toByteArray();
        assertThat(decoder.decode(ByteBuffer.wrap(block)))
                .containsExactly(
                        new Header("a", "b"), new Header("grpc-timeout", "5".repeat(5000)));
    }

    @Test
    void malformedBlocksAreRefusedAndNothingElseHappens() {
        refused("80", "no entry 0");
        refused("c0", "no entry 64");
        refused("400a 6375", "ends too early");
        refused("3fe2 1f", "where 4096 is allowed");
        refused("7fff ffff ffff ff", "too large");
        refused("0001 6181 00", "wrong padding");
        refused("0001 6184 ffff ffff", "the end symbol");
    }

    @Test
    void everyTruncationAndEveryFlippedBitIsReadOrRefused() {
        byte[] good = hex("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff58 86a8 eb10 649c bf");
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            readOrRefused(ByteBuffer.wrap(bad));
            readOrRefused(ByteBuffer.wrap(good, 0, bit / 8));
        }
    }

    private static void readOrRefused(ByteBuffer block) {
        try {
            assertThat(new HpackDecoder(4096).decode(block)).isNotNull();
        } catch (ProtocolException e) {
            assertThat(e).hasMessageStartingWith("HPACK: ");
        }
    }

    private static void refused(String block, String why) {
        assertThatThrownBy(() -> decode(new HpackDecoder(4096), block))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(why);
    }

    private static String decode(HpackDecoder decoder, String block) throws ProtocolException {
        List<Header> headers = decoder.decode(ByteBuffer.wrap(hex(block)));
        return headers.stream()
                .map(header -> header.name() + ": " + header.value())
                .collect(Collectors.joining("|"));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
