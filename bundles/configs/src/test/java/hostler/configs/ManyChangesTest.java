package hostler.configs;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.configs.api.ConfigOutcome.Applied;
import hostler.configs.api.ConfigOutcome.PutBack;
import hostler.core.api.ServiceConfiguration.Effect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Complaint 12, many times: as many bad changes as good ones, in random order. {@code
 * -Dhostler.config.changes=500} for more.
 */
@Timeout(1800)
class ManyChangesTest {
    private static final int EACH = Integer.getInteger("hostler.config.changes", 50);
    private static final List<String> BAD = List.of("crash", "unready", "sick");

    @TempDir Path directory;

    @Test
    void everyBadChangeIsPutBackAndNoGoodOne() throws Exception {
        Limits brief = new Limits(1 << 20, 20, 1 << 20, Duration.ofMillis(5));
        Random random = new Random(12);
        int good = 0;
        int bad = 0;
        try (Rig rig = new Rig(directory, new Effect.Restarted(), brief, Steps.UNHEARD)) {
            Files.writeString(rig.main, "port: 0\n");
            String inForce = "port: 0\n";
            for (int number = 1; good < EACH || bad < EACH; number++) {
                boolean works = bad == EACH || (good < EACH && random.nextBoolean());
                String word = works ? "port" : BAD.get(random.nextInt(BAD.size()));
                String text = word + ": " + number + "\n";
                if (works) {
                    good++;
                    assertThat(rig.apply(rig.main(text))).as(text).isInstanceOf(Applied.class);
                    inForce = text;
                } else {
                    bad++;
                    assertThat(rig.apply(rig.main(text))).as(text).isInstanceOf(PutBack.class);
                }
                assertThat(rig.main).hasContent(inForce);
            }
        }
        System.out.printf("%d bad changes put back, 0 of %d good ones%n", bad, good);
    }
}
