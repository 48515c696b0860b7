package hostler.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchSizeTest {
    private static List<Integer> sizes(String size, int all) {
        List<Integer> members = IntStream.range(0, all).boxed().toList();
        List<List<Integer>> batches = BatchSize.parse(size).split(members);
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(members);
        return batches.stream().map(List::size).toList();
    }

    @Test
    void aNumberIsSoMany() {
        assertThat(sizes("2", 5)).containsExactly(2, 2, 1);
        assertThat(sizes("9", 5)).containsExactly(5);
    }

    @Test
    void aPartOfAnAgentIsOne() {
        assertThat(sizes("10%", 3)).containsExactly(1, 1, 1);
        assertThat(sizes("50%", 5)).containsExactly(3, 2);
        assertThat(sizes("100%", 5)).containsExactly(5);
        assertThat(sizes("1%", 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0%", "101%", "-1", "%", "", "1.5", "many"})
    void anythingElseIsAMistake(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> BatchSize.parse(text));
    }
}
