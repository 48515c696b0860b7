package hostler.os.api;

/**
 * A process could not be started. The message says what was being done, with which path or number,
 * and what is wrong with it.
 */
public final class SpawnException extends Exception {

    /** Whether trying again can help. */
    public enum Kind {
        /**
         * The order itself is wrong (missing file, not executable, unknown interpreter): no retry.
         */
        PERMANENT,
        /** The machine is short of something (processes, memory, descriptors): a retry may work. */
        TRANSIENT
    }

    private final Kind kind;

    public SpawnException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Whether trying again can help. */
    public Kind kind() {
        return kind;
    }
}
