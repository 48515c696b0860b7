package hostler.metrics.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hostler.metrics.api.Family.Sample;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FamilyTest {

    @Test
    void aFamilyHasOneSampleForEachSetOfLabels() {
        Sample one = new Sample(Map.of("service", "web"), 1);
        Sample other = new Sample(Map.of("service", "db"), 1);

        assertThat(gauge(one, other).samples()).containsExactly(one, other);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gauge(one, other, one))
                .withMessage("the metric 'up': twice with the labels {service=web}");
    }

    private static Family gauge(Sample... samples) {
        return Family.gauge("up", "Whether it runs.", List.of(samples));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0up", "up-time", "up time", "höhe"})
    void aNameThatIsNoneIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Family.gauge(name, "", 1))
                .withMessageContaining("'" + name + "'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sample(Map.of(name, "x"), 1))
                .withMessageContaining("'" + name + "'");
    }

    @Test
    void countersAndOnlyCountersEndInTotal() {
        assertThat(Family.counter("starts_total", "", List.of()).samples()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Family.counter("starts", "", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Family.gauge("starts_total", "", 1));
    }

    @Test
    void labelsWithoutBoundsAreRefused() {
        List<Sample> many =
                Collections.nCopies(Family.MOST_SAMPLES + 1, new Sample(Map.of("id", "x"), 1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Family.gauge("up", "", many))
                .withMessageContaining("too many");
    }
}
