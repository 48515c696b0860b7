package hostler.os.api;

import java.util.Arrays;

/** The bytes of a file and what belongs to it; immutable. */
public final class ConfinedFile {
    private final byte[] content;
    private final FileAttributes attributes;

    public ConfinedFile(byte[] content, FileAttributes attributes) {
        this.content = content.clone();
        this.attributes = attributes;
    }

    /** The bytes; the caller's own copy. */
    public byte[] content() {
        return content.clone();
    }

    /** How many bytes. */
    public int size() {
        return content.length;
    }

    public FileAttributes attributes() {
        return attributes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfinedFile that
                && Arrays.equals(content, that.content)
                && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** Files hold secrets: the content is not shown. */
    @Override
    public String toString() {
        return "ConfinedFile[" + content.length + " bytes, " + attributes + "]";
    }
}
