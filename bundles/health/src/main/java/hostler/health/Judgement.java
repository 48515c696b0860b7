package hostler.health;

import hostler.core.api.Health;
import hostler.core.api.HealthCheck;
import hostler.core.api.Verdict;
import hostler.health.api.CheckResult;

/**
 * What is believed of a launch after the evidence so far: thresholds with a memory of the current
 * run of equal results. A verdict changes on evidence only, so an inconclusive result never moves
 * it.
 *
 * @param verdict what is believed
 * @param message why
 * @param failures critical results in a row
 * @param successes good results in a row
 */
record Judgement(Verdict verdict, String message, int failures, int successes) {

    /** Before any evidence. */
    static final Judgement NONE = of(Health.NONE);

    /** What was believed already, with no memory of the results that led to it. */
    static Judgement of(Health health) {
        return new Judgement(health.verdict(), health.message(), 0, 0);
    }

    /**
     * The judgement after one more result.
     *
     * @param check the thresholds
     * @param ready whether the launch has been ready: until then failures are part of starting up,
     *     and core's start timeout ends the wait
     */
    Judgement after(CheckResult result, HealthCheck check, boolean ready) {
        String reason = result.message();
        return switch (result.outcome()) {
            case OK -> good(reason, check.successes());
            case WARNING -> new Judgement(Verdict.WARNING, reason, 0, 0);
            case CRITICAL -> bad(reason, check.failures(), ready);
            case INCONCLUSIVE -> new Judgement(verdict, reason, failures, successes);
        };
    }

    private Judgement good(String reason, int needed) {
        int row = successes + 1;
        boolean believed = verdict == Verdict.UNKNOWN || verdict == Verdict.HEALTHY;
        return believed || row >= needed
                ? new Judgement(Verdict.HEALTHY, reason, 0, row)
                : new Judgement(verdict, progress("good", row, needed, reason), 0, row);
    }

    private Judgement bad(String reason, int needed, boolean ready) {
        int row = failures + 1;
        if (!ready) {
            return new Judgement(verdict, "not ready yet: " + reason, row, 0);
        }
        return verdict == Verdict.CRITICAL || row >= needed
                ? new Judgement(Verdict.CRITICAL, reason, row, 0)
                : new Judgement(verdict, progress("failed", row, needed, reason), row, 0);
    }

    private static String progress(String what, int row, int needed, String reason) {
        return what + " " + row + " of " + needed + " in a row: " + reason;
    }

    /** As core and the wire show it. */
    Health health() {
        return new Health(verdict, message);
    }
}
