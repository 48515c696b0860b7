package hostler.configs;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The bytes of a file, known by their SHA-256; immutable. */
final class Content {
    private final byte[] bytes;
    private final String digest;

    private Content(byte[] bytes) {
        this.bytes = bytes;
        this.digest = HexFormat.of().formatHex(sha256().digest(bytes));
    }

    static Content of(byte[] bytes) {
        return new Content(bytes.clone());
    }

    static Content of(String text) {
        return new Content(text.getBytes(StandardCharsets.UTF_8));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    int size() {
        return bytes.length;
    }

    /** SHA-256 in hexadecimal. */
    String digest() {
        return digest;
    }

    /**
     * The bytes as text.
     *
     * @throws CharacterCodingException when they are no UTF-8
     */
    String text() throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content that && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return size() + " bytes, " + digest;
    }
}
