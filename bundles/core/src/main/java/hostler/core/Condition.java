package hostler.core;

import hostler.core.api.Health;
import hostler.core.api.Verdict;
import java.util.Optional;

/**
 * What is believed of a launch that lives.
 *
 * @param ready whether it has been ready; for good
 * @param health what the evidence of its check says
 * @param said what it says of itself
 * @param hang why it is believed not to react any more
 */
record Condition(boolean ready, Health health, Optional<String> said, Optional<String> hang) {

    /** Of a launch about which nothing else is known. */
    static Condition of(boolean ready, Health health) {
        return new Condition(ready, health, Optional.empty(), Optional.empty());
    }

    boolean critical() {
        return health.verdict() == Verdict.CRITICAL;
    }

    /** Whether it is ready and nothing speaks against it. */
    boolean calm() {
        return ready && !critical() && hang.isEmpty();
    }

    /**
     * With the evidence of a check.
     *
     * @param counts whether a good verdict makes it ready
     */
    Condition judged(Health evidence, boolean counts) {
        boolean good =
                evidence.verdict() == Verdict.HEALTHY || evidence.verdict() == Verdict.WARNING;
        return new Condition(ready || (good && counts), evidence, said, hang);
    }

    /** What its check has found that is new, for people; empty: nothing worth a line. */
    Optional<String> finding(Condition before) {
        if (health.equals(before.health)
                || (health.verdict() == before.health.verdict() && ready == before.ready)) {
            return Optional.empty();
        }
        String evidence = health.verdict() + ": " + health.message();
        return Optional.of(ready == before.ready ? evidence : "ready; " + evidence);
    }

    /** It is ready. */
    Condition beingReady() {
        return new Condition(true, health, said, hang);
    }

    /** It says something of itself. */
    Condition saying(String status) {
        return new Condition(ready, health, Optional.of(status), hang);
    }

    /** It does not react. */
    Condition hanging(String evidence) {
        return new Condition(ready, health, said, Optional.of(evidence));
    }
}
