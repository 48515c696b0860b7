package hostler.core.api;

/** What is believed of a running service's health. It changes on evidence only. */
public enum Verdict {
    /** No evidence yet. */
    UNKNOWN,
    HEALTHY,
    /** It works, with a warning. */
    WARNING,
    CRITICAL
}
