package hostler.core;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Recovery;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
    private static final long NOW = Long.MAX_VALUE - 5;

    private static RestartBudget after(int restarts) {
        RestartBudget budget = RestartBudget.restored(0, 0, NOW);
        for (int i = 0; i < restarts; i++) {
            budget = budget.spent(NOW);
        }
        return budget;
    }

    private static Duration delay(int restarts, double random) {
        return after(restarts).delay(Specs.RECOVERY, random);
    }

    @Test
    void theFirstRestartIsImmediate() {
        assertThat(delay(0, 1)).isZero();
    }

    @Test
    void eachWaitIsLongerByTheFactorUntilTheCap() {
        assertThat(delay(1, 0.5)).isEqualTo(Duration.ofSeconds(5));
        assertThat(delay(2, 0.5)).isEqualTo(Duration.ofSeconds(10));
        assertThat(delay(3, 0.5)).isEqualTo(Duration.ofSeconds(20));
        assertThat(delay(4, 0.5)).isEqualTo(Duration.ofSeconds(40));
        assertThat(delay(5, 0.5)).isEqualTo(Duration.ofSeconds(60));
        assertThat(delay(5_000, 0.5)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void jitterStaysWithinAFifthAndUnderTheCap() {
        assertThat(delay(1, 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(delay(1, 1)).isEqualTo(Duration.ofSeconds(6));
        assertThat(delay(5, 1)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void noWaitIsSoShortThatARestartLoopSpins() {
        Recovery hasty = new Recovery(true, 0, Duration.ZERO, 1, Duration.ZERO);

        assertThat(after(1).delay(hasty, 0)).isEqualTo(RestartBudget.SHORTEST);
    }

    @Test
    void theLimitVetoesUntilTheOldestRestartIsTenMinutesOld() {
        RestartBudget budget = after(5);

        assertThat(after(4).veto(Specs.RECOVERY, NOW)).isEmpty();
        Setback veto = budget.veto(Specs.RECOVERY, NOW).orElseThrow();
        assertThat(veto.reason()).isEqualTo("gave up after 5 restarts in 10m");
        assertThat(budget.veto(Specs.RECOVERY, veto.until())).isEmpty();
    }

    @Test
    void aLimitOfZeroIsNone() {
        Recovery endless = new Recovery(true, 0, Duration.ofSeconds(5), 2, Duration.ofMinutes(1));

        assertThat(after(2_000).veto(endless, NOW)).isEmpty();
        assertThat(after(2_000).restarts()).hasSize(RestartBudget.REMEMBERED);
    }

    @Test
    void recoveryThatIsOffVetoes() {
        assertThat(after(0).veto(Specs.NO_RECOVERY, NOW).map(Setback::reason))
                .contains("recovery is off");
    }

    @Test
    void forgivingForgetsAllButTheTotal() {
        RestartBudget forgiven = after(4).forgiven();

        assertThat(forgiven).isEqualTo(new RestartBudget(0, 4, List.of()));
    }

    @Test
    void restartsFromBeforeCountFromNowOn() {
        RestartBudget restored = RestartBudget.restored(3, 17, NOW);

        assertThat(restored.counted(NOW)).isEqualTo(3);
        assertThat(restored.total()).isEqualTo(17);
        assertThat(restored.delay(Specs.RECOVERY, 0.5)).isEqualTo(Duration.ofSeconds(20));
        assertThat(restored.counted(NOW + RestartBudget.WINDOW.toNanos())).isZero();
    }

    @Test
    void anAttemptThatStartedNothingLengthensTheWaitAndLeavesTheLimitAlone() {
        RestartBudget delayed = after(0).delayed();

        assertThat(delayed.counted(NOW)).isZero();
        assertThat(delayed.delay(Specs.RECOVERY, 0.5)).isEqualTo(Duration.ofSeconds(5));
    }
}
