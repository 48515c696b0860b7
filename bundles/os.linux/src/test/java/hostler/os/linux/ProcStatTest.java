package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatTest {

    private static final String AFTER_NAME =
            " S 11 4242 4240 0 -1 4194560 107 0 0 0 5 7 10 20 20 0 1 0 987654321 2695168 288"
                    + " 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n";

    @ParameterizedTest
    @ValueSource(strings = {"sleep", "a b", ") S 1 1 1", "((x))", "", "(", ")", "a\nb"})
    void nameMayBeAnything(String name) {
        assertThat(ProcStat.parse("4242 (" + name + ")" + AFTER_NAME))
                .isEqualTo(
                        new ProcStat(
                                4242,
                                name,
                                'S',
                                11,
                                4240,
                                987654321L,
                                new ProcStat.Cost(12, 30, 288)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 (x", "1 (x) S 1", "(x) S 1 2 3"})
    void whatIsNoSuchLineIsRefused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> ProcStat.parse(line));
    }

    @Test
    void zombieIsNotAlive() {
        assertThat(ProcStat.parse("1 (x)" + AFTER_NAME).alive()).isTrue();
        assertThat(ProcStat.parse("1 (x)" + AFTER_NAME.replace(" S ", " Z ")).alive()).isFalse();
    }

    @Test
    void childrenOfKthreaddAreKernelThreads() {
        assertThat(new ProcStat(2, "kthreadd", 'S', 0, 0, 1, ProcStat.Cost.NONE).kernelThread())
                .isTrue();
        assertThat(new ProcStat(9, "kworker/0:0", 'I', 2, 0, 1, ProcStat.Cost.NONE).kernelThread())
                .isTrue();
        assertThat(new ProcStat(9, "init", 'S', 1, 9, 1, ProcStat.Cost.NONE).kernelThread())
                .isFalse();
    }
}
