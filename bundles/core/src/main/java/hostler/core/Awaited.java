package hostler.core;

import hostler.core.api.Readiness;
import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceSpec;

/** What must happen before a service that runs is more than starting. */
enum Awaited {
    /** Its health check passes. */
    CHECK,
    /** It leaves its daemon behind. */
    DAEMON,
    /** A line of its log. */
    LOG_LINE,
    /** A message through sd_notify(3). */
    NOTICE,
    /** It is a task: its end. */
    END;

    static Awaited of(ServiceSpec spec) {
        if (spec.startup().kind() instanceof ServiceKind.OneShot) {
            return END;
        }
        return switch (spec.startup().readiness()) {
            case Readiness.LogLine line -> LOG_LINE;
            case Readiness.Notify notify -> NOTICE;
            case Readiness.Check check ->
                    spec.healthCheck().isEmpty()
                                    && spec.startup().kind() instanceof ServiceKind.Forking
                            ? DAEMON
                            : CHECK;
        };
    }

    /** Whether nothing is awaited: a service that runs is ready. */
    static boolean nothing(ServiceSpec spec) {
        return of(spec) == CHECK && spec.healthCheck().isEmpty();
    }

    /**
     * Whether a service for which it does not come is ended: of a check only a verdict against it
     * counts, since nobody may be there to judge.
     */
    boolean demanded() {
        return this != CHECK;
    }

    /** Begins the sentence about one for which it has not come yet. */
    String yet() {
        return this == END ? "" : "not ready yet: ";
    }

    /** Begins the sentence about one for which it did not come in time. */
    String late() {
        return this == END ? "not done" : "not ready";
    }

    /** What has not happened, for people. */
    String missing(Life.Up up) {
        return switch (this) {
            case CHECK -> up.health().message();
            case DAEMON -> "it has not left a daemon behind";
            case LOG_LINE -> "its log has not said so";
            case NOTICE -> "it has not said READY=1";
            case END -> "a task that runs until it is done";
        };
    }
}
