package hostler.health;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.HealthCheck;
import hostler.core.api.Verdict;
import hostler.health.api.CheckResult;
import hostler.health.api.CheckResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgementTest {
    private static final HealthCheck TWO_OF_EACH = Statuses.check(2, 2);
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

    @Test
    void firstGoodResultOfALaunchIsHealthyAtOnce() {
        Judgement judged = Judgement.NONE.after(CheckResult.ok("HTTP 200"), TWO_OF_EACH, false);

        assertThat(judged.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(judged.message()).isEqualTo("HTTP 200");
    }

    @Test
    void failuresBeforeReadinessAreStartingUp() {
        Judgement judged = Judgement.NONE;
        for (int i = 0; i < 10; i++) {
            judged = judged.after(CheckResult.critical("refused"), TWO_OF_EACH, false);
        }

        assertThat(judged.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(judged.message()).isEqualTo("not ready yet: refused");
    }

    @Test
    void adoptedServiceTurnsCriticalOnlyAfterItsFailuresInARow() {
        Judgement once = Judgement.NONE.after(CheckResult.critical("refused"), TWO_OF_EACH, true);
        Judgement twice = once.after(CheckResult.critical("refused"), TWO_OF_EACH, true);

        assertThat(once.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(once.message()).isEqualTo("failed 1 of 2 in a row: refused");
        assertThat(twice.verdict()).isEqualTo(Verdict.CRITICAL);
    }

    @Test
    void warningCountsAtOnce() {
        Judgement healthy = Judgement.NONE.after(CheckResult.ok("fine"), TWO_OF_EACH, true);

        assertThat(healthy.after(CheckResult.warning("slow"), TWO_OF_EACH, true).verdict())
                .isEqualTo(Verdict.WARNING);
    }

    @Test
    void inconclusiveShowsItsMessageAndMovesNothing() {
        Judgement once = Judgement.NONE.after(CheckResult.critical("refused"), TWO_OF_EACH, true);
        Judgement same = once.after(CheckResult.inconclusive("starved"), TWO_OF_EACH, true);

        assertThat(same.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(same.message()).isEqualTo("starved");
        assertThat(same.failures()).isEqualTo(1);
    }

    /** Complaint 8: thresholds that are documented and not respected. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void thresholdsAreObeyedOverAnySequence(long seed) {
        Random random = new Random(seed);
        HealthCheck check = Statuses.check(1 + random.nextInt(4), 1 + random.nextInt(4));
        Judgement judged = Judgement.NONE.after(CheckResult.ok("first"), check, true);
        List<Outcome> evidence = new ArrayList<>(List.of(Outcome.OK));
        for (int i = 0; i < 5_000; i++) {
            Outcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
            Judgement next = judged.after(new CheckResult(outcome, "m"), check, true);
            if (outcome != Outcome.INCONCLUSIVE) {
                evidence.add(outcome);
            }
            assertThat(next.verdict()).isEqualTo(expected(judged.verdict(), evidence, check));
            judged = next;
        }
    }

    /** The rules once more, from the whole sequence instead of from counters. */
    private static Verdict expected(Verdict before, List<Outcome> evidence, HealthCheck check) {
        if (evidence.getLast() == Outcome.WARNING) {
            return Verdict.WARNING;
        }
        if (row(evidence, Outcome.CRITICAL) >= check.failures()) {
            return Verdict.CRITICAL;
        }
        return row(evidence, Outcome.OK) >= check.successes() ? Verdict.HEALTHY : before;
    }

    private static int row(List<Outcome> evidence, Outcome outcome) {
        int row = 0;
        while (row < evidence.size() && evidence.get(evidence.size() - 1 - row) == outcome) {
            row++;
        }
        return row;
    }
}
