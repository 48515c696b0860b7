package hostler.launcher.direct;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.launcher.api.StopOrder;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults A11 and complaint 3: a service, or its keeper, is gone, and a stranger has its pid by now.
 *
 * <p>{@code -Dhostler.reuses=1000} for more; {@code runtime/bench/reuse} does that.
 */
@Timeout(600)
class ReusedPidTest {
    static final StopOrder AT_ONCE = new StopOrder(Signal.TERM, Duration.ZERO);

    private static final int REUSES = Integer.getInteger("hostler.reuses", 90);

    /** Lost together, since a process that no keeper reaps may keep its pid for seconds. */
    private static final int A_BATCH = 60;

    @TempDir Path directory;
    private int forced;
    private int tried;

    @Test
    void noStrangerIsSignalledOrTakenForAServiceThatHadItsPid() throws Exception {
        Optional<String> obstacle = Strangers.obstacle();
        assertThat(System.getenv("CI") != null && obstacle.isPresent())
                .as("under CI pids must be reused: %s", obstacle)
                .isFalse();
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle::toString);
        try (RealLaunches launches = new RealLaunches(directory);
                Strangers strangers = new Strangers(directory)) {
            while (forced < REUSES && tried < 3 * REUSES) {
                attack(launches, strangers);
            }
        }
        System.out.printf(
                "%d pids of services and keepers forced upon strangers, of %d tried: none was"
                        + " signalled, none taken for running%n",
                forced, tried);
        assertThat(forced).isGreaterThanOrEqualTo(REUSES);
    }

    private void attack(RealLaunches launches, Strangers strangers) throws Exception {
        List<Lost> lost = lose(launches);
        launches.replaceLauncher();
        for (Lost each : lost) {
            for (ProcessIdentity process : each.gone()) {
                tried++;
                forced += strangers.take(process.pid()) ? 1 : 0;
            }
        }
        List<String> wrong = new ArrayList<>();
        for (Lost each : lost) {
            wrong.addAll(each.useEveryWay());
        }
        assertThat(strangers.harm()).isEmpty();
        assertThat(wrong).isEmpty();
        strangers.end();
    }

    private static List<Lost> lose(RealLaunches launches) throws Exception {
        List<Lost> lost = new ArrayList<>();
        for (int i = 0; i < A_BATCH; i++) {
            Lost.Loss[] all = Lost.Loss.values();
            lost.add(Lost.launch(all[i % all.length], launches));
        }
        RealLaunches.awaitFree(lost.stream().flatMap(each -> each.loseKeeper().stream()).toList());
        lost.forEach(Lost::loseService);
        RealLaunches.awaitFree(lost.stream().flatMap(each -> each.gone().stream()).toList());
        return lost;
    }
}
