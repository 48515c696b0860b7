package hostler.core.api;

/**
 * The categories of failure that travel through the agent; each door maps them once to its own
 * codes.
 */
public enum Failure {
    INVALID_ARGUMENT,
    NOT_FOUND,
    /** The state of the machine forbids it now; the message says which and what to do. */
    FAILED_PRECONDITION,
    /** Something it needs is not there now (a launcher, a log backend); it may come. */
    UNAVAILABLE,
    /** The operator does not allow it; the message names the key that would. */
    PERMISSION_DENIED,
    /** A limit was reached; the message names it. */
    RESOURCE_EXHAUSTED,
    /** It took longer than it may; the message names the limit. */
    DEADLINE_EXCEEDED,
    INTERNAL
}
