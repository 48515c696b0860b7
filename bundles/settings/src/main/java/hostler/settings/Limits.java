package hostler.settings;

/** How large a document may be; hostile ones are refused before they cost anything. */
public final class Limits {
    /** Bytes of a document. */
    public static final int BYTES = 1 << 20;

    /** Tables and lists inside each other. */
    public static final int DEPTH = 64;

    /** Characters of one text. */
    public static final int TEXT = 64 << 10;

    /** Characters of one number. */
    public static final int NUMBER = 64;

    private Limits() {}
}
