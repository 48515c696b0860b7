package hostler.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentTest {

    private static Node read(String yaml) throws DocumentException {
        return YamlDocument.read("a.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static void isRefused(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void everyValueKnowsItsPlace() throws DocumentException {
        Node.Table table =
                (Node.Table)
                        read(
                                """
                                # comment
                                agent:
                                  code: host-1   # why
                                  tags: [a, "1"]
                                """);

        assertThat(table.place()).hasToString("a.yaml:2:1");
        Node.Table agent = (Node.Table) table.value("agent").orElseThrow();
        assertThat(agent.place()).hasToString("a.yaml:3:3");
        assertThat(agent.value("code"))
                .contains(new Node.Scalar(new Place("a.yaml", 3, 9), "host-1", Node.Type.TEXT));
        Node.Sequence tags = (Node.Sequence) agent.value("tags").orElseThrow();
        assertThat(tags.items())
                .containsExactly(
                        new Node.Scalar(new Place("a.yaml", 4, 10), "a", Node.Type.TEXT),
                        new Node.Scalar(new Place("a.yaml", 4, 13), "1", Node.Type.TEXT));
    }

    @ParameterizedTest
    @CsvSource({
        "1, NUMBER", "-1.5, NUMBER", "1e3, NUMBER", "0x1F, NUMBER", "true, FLAG", "False, FLAG",
        "null, EMPTY", "~, EMPTY", "yes, TEXT", "on, TEXT", "1.2.3, TEXT", "0777x, TEXT",
        "30s, TEXT", "'\"1\"', TEXT", "'\"true\"', TEXT"
    })
    void typesAreThoseOfYaml12(String yaml, Node.Type type) throws DocumentException {
        Node.Table table = (Node.Table) read("k: " + yaml);
        assertThat(((Node.Scalar) table.entries().getFirst().value()).type()).isEqualTo(type);
    }

    @Test
    void anEmptyDocumentIsAnEmptyTable() throws DocumentException {
        for (String yaml : new String[] {"", "\n", "# only a comment\n", "---\n"}) {
            assertThat(Fields.of(read(yaml), new Problems()).everyText()).as(yaml).isEmpty();
        }
    }

    @Test
    void aKeyThatStandsTwiceIsRefusedWithBothPlaces() {
        isRefused(
                "agent:\n  code: a\n  code: b\n",
                "a.yaml:3:3: the key 'code' stands twice; first at line 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a: !!java.net.URL [x] | a.yaml:1:4: tags (",
                "a: !local x           | a.yaml:1:4: tags (",
                "[a]: b                | a.yaml:1:1: a key must be text",
                "? {a: b} : c          | a key must be text",
                "a: [1                 | not valid YAML",
                "a: b: c               | a.yaml:1:5: not valid YAML",
                "a: 'x                 | not valid YAML"
            })
    void whatIsNotAcceptedIsRefusedAtItsPlace(String yaml, String message) {
        isRefused(yaml, message);
    }

    @Test
    void tabsAliasesAndSecondDocumentsAreRefused() {
        isRefused("a:\n\tb: 1\n", "a.yaml:2:1: not valid YAML");
        isRefused("a: *x\n", "a.yaml:1:4: aliases (*name) are not accepted here");
        isRefused("a: 1\n---\nb: 2\n", "a.yaml:2:1: a second document begins");
        isRefused("&a [*a]", "a.yaml:1:5: aliases (*name) are not accepted here");
    }

    @ParameterizedTest
    @ValueSource(ints = {Limits.DEPTH + 1, 1_000, 100_000})
    void depthIsRefusedBeforeItCostsAnything(int depth) {
        isRefused("[".repeat(depth), "");
        isRefused("{a: ".repeat(depth), "");
        isRefused("- ".repeat(depth), "");
    }

    @Test
    void sizesHaveLimits() {
        isRefused(" ".repeat(Limits.BYTES + 1), "at most 1048576 are accepted");
        isRefused("a: " + "x".repeat(Limits.TEXT + 1), "longer than");
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedWithTheirOffset() {
        byte[] bytes = {'a', ':', ' ', (byte) 0xc3, '('};

        assertThatThrownBy(() -> YamlDocument.read("a.yaml", bytes))
                .isInstanceOf(DocumentException.class)
                .hasMessage("a.yaml: not valid UTF-8 at byte 3");
    }

    @Test
    void aByteOrderMarkIsTakenAsYamlAllowsIt() throws DocumentException {
        Node.Table table = (Node.Table) read("\uFEFFa: 1\n");

        assertThat(table.value("a")).map(Node::place).hasToString("Optional[a.yaml:1:4]");
    }

    @Test
    void windowsLineEndsAreLineEnds() throws DocumentException {
        Node.Table table = (Node.Table) read("a: 1\r\nb: 2\r\n");

        assertThat(table.value("b")).map(Node::place).hasToString("Optional[a.yaml:2:4]");
    }

    @Test
    void mutationsAreReadOrRefusedAndNothingElse() {
        byte[] sample =
                "agent:\n  code: \"a\\u00e4\"\nserver: {grpc_port: 1, tags: [x, 'y']}\nt: |\n  long\n"
                        .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            byte[] mutated = sample.clone();
            for (int n = 0; n <= i % 4; n++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(YamlDocument.read("a.yaml", mutated)).isNotNull();
            } catch (DocumentException refused) {
                assertThat(refused).hasMessageStartingWith("a.yaml");
            }
        }
    }
}
