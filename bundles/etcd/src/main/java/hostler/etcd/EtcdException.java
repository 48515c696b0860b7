package hostler.etcd;

import org.jspecify.annotations.Nullable;

/** A call that etcd did not fulfil; the message says what was being done, where, and why not. */
public final class EtcdException extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** What can be done about it. */
    public enum Kind {
        /** No member answers, or none has a leader: it heals by itself. */
        UNREACHABLE,
        /** A member took the call and did not answer in time. Whether it was done is not known. */
        TIMEOUT,
        /** User, password, certificate or permission: somebody has to change something. */
        DENIED,
        /** A token is missing or has ended; the client gets one before anybody sees this. */
        TOKEN,
        /** etcd's quota is used up: somebody has to compact, defragment and disarm. */
        NO_SPACE,
        /** Larger than etcd takes. */
        TOO_LARGE,
        /** The lease is not there any more. */
        LEASE_GONE,
        /** A lease of that name is there already; nobody outside the client sees this. */
        LEASE_THERE,
        /** What was asked for has been compacted away. */
        COMPACTED,
        /** Anything else; the message has etcd's words. */
        OTHER
    }

    EtcdException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What a caller could not get done although each single call was answered. */
    public static EtcdException refused(String message) {
        return new EtcdException(Kind.OTHER, message, null);
    }

    public Kind kind() {
        return kind;
    }
}
