package hostler.cli.http2;

import java.net.ProtocolException;

/**
 * The Huffman code of RFC 7541 appendix B. The code is canonical: within one length the codes count
 * up with the symbols, and each length goes on where the one before ended. So the lengths are the
 * whole table.
 */
final class Huffman {

    /** The length of each symbol's code, 0 to 255 and the end: 'A' is 5 bits, 'Z' is 30. */
    private static final String LENGTHS =
            "ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHF"
                    + "IBCCCCCCCCCCCCCCCCCCCCCCDCDIOIJBKABABABBBACCBBBABCBAABCCCCCKGJIX"
                    + "PRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSSQQRQSRSSPRRRSRRS"
                    + "VVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWVZ";

    private static final int SHORTEST = 5;
    private static final int LONGEST = 30;
    private static final int END = 256;

    private static final int[] SYMBOLS = new int[END + 1];
    private static final int[] COUNT = new int[LONGEST + 1];

    static {
        int next = 0;
        for (int length = SHORTEST; length <= LONGEST; length++) {
            for (int symbol = 0; symbol <= END; symbol++) {
                if (LENGTHS.charAt(symbol) - 'A' + SHORTEST == length) {
                    SYMBOLS[next++] = symbol;
                    COUNT[length]++;
                }
            }
        }
    }

    private Huffman() {}

    /**
     * Decodes a string; its characters are the octets.
     *
     * @throws ProtocolException for a code of the end symbol, or padding that is not a beginning of
     *     it (RFC 7541 section 5.2)
     */
    static String decode(byte[] encoded) throws ProtocolException {
        StringBuilder text = new StringBuilder(encoded.length * 2);
        Walk walk = new Walk();
        for (byte octet : encoded) {
            for (int bit = 7; bit >= 0; bit--) {
                int symbol = walk.step((octet >> bit) & 1);
                if (symbol == END) {
                    throw new ProtocolException("HPACK: the end symbol inside a string");
                }
                if (symbol >= 0) {
                    text.append((char) symbol);
                }
            }
        }
        walk.finish();
        return text.toString();
    }

    /** One walk down the code, bit by bit. */
    private static final class Walk {
        private int length;
        private int code;

        /** The first code of this length, and where its symbol stands. */
        private int first;

        private int index;
        private boolean ones = true;

        /** Takes a bit; the symbol it completes, or -1. */
        int step(int bit) {
            length++;
            code |= bit;
            ones &= bit == 1;
            int offset = code - first;
            if (offset < COUNT[length]) {
                int symbol = SYMBOLS[index + offset];
                restart();
                return symbol;
            }
            index += COUNT[length];
            first = (first + COUNT[length]) << 1;
            code <<= 1;
            return -1;
        }

        private void restart() {
            length = 0;
            code = 0;
            first = 0;
            index = 0;
            ones = true;
        }

        void finish() throws ProtocolException {
            if (length > 7 || !ones) {
                throw new ProtocolException("HPACK: a Huffman string with wrong padding");
            }
        }
    }
}
