package hostler.health.api;

/**
 * What one check found.
 *
 * @param outcome the judgement
 * @param message the reason, in one sentence with the value that led to it: "HTTP 503 from
 *     http://127.0.0.1:8080/"; at most 4 KiB are kept
 */
public record CheckResult(Outcome outcome, String message) {

    /** The judgement of one check. */
    public enum Outcome {
        OK,
        /** It works, with something that deserves a look. */
        WARNING,
        CRITICAL,
        /** It could not be asked; says nothing about the service. */
        INCONCLUSIVE
    }

    public static CheckResult ok(String message) {
        return new CheckResult(Outcome.OK, message);
    }

    public static CheckResult warning(String message) {
        return new CheckResult(Outcome.WARNING, message);
    }

    public static CheckResult critical(String message) {
        return new CheckResult(Outcome.CRITICAL, message);
    }

    public static CheckResult inconclusive(String message) {
        return new CheckResult(Outcome.INCONCLUSIVE, message);
    }
}
