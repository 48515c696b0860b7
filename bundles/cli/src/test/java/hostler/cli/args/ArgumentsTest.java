package hostler.cli.args;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private final Arguments arguments = new Arguments();
    private final Option<Boolean> follow = arguments.flag("", "-f", "--follow");
    private final Option<Integer> lines = arguments.count(100, "", "-n", "--lines");

    @Test
    void optionsComeInEveryUsualForm() throws UsageException {
        for (List<String> form :
                List.of(
                        List.of("-f", "-n", "5"),
                        List.of("-fn5"),
                        List.of("-fn", "5"),
                        List.of("--follow", "--lines=5"),
                        List.of("--lines", "5", "--follow"))) {
            ArgumentsTest fresh = new ArgumentsTest();
            fresh.arguments.parse(form);
            assertThat(fresh.follow.value()).as("%s", form).isTrue();
            assertThat(fresh.lines.value()).as("%s", form).isEqualTo(5);
        }
    }

    @Test
    void defaultsHoldWithoutOptionsAndTheLastOneWins() throws UsageException {
        assertThat(lines.value()).isEqualTo(100);
        arguments.parse(List.of("-n1", "-n2"));
        assertThat(lines.value()).isEqualTo(2);
        assertThat(follow.value()).isFalse();
    }

    @Test
    void operandsStandAnywhereAndEverythingAfterTwoDashesIsOne() throws UsageException {
        arguments.operands("NAME", 0, 9, "");
        arguments.parse(List.of("a", "-f", "-", "--", "--lines"));
        assertThat(arguments.given()).containsExactly("a", "-", "--lines");
    }

    @Test
    void whatIsWrongIsNamed() {
        refused("there is no option --folow; did you mean '--follow'?", "--folow");
        refused("there is no option -x", "-fx");
        refused("--follow takes no value", "--follow=yes");
        refused("-n needs a value: COUNT", "-n");
        refused("--lines 'many': a number was expected", "--lines", "many");
        arguments.operands("NAME", 1, 1, "");
        refused("NAME is missing");
        refused("'b' is one too many", "a", "b");
    }

    private void refused(String why, String... args) {
        assertThatThrownBy(() -> arguments.parse(List.of(args)))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(why);
    }
}
