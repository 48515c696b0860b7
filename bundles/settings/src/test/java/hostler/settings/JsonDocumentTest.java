package hostler.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentTest {

    private static Node read(String json) throws DocumentException {
        return JsonDocument.read("p.json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static void isRefused(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void everyValueKnowsItsPlace() throws DocumentException {
        Node.Table table =
                (Node.Table)
                        read(
                                """
                                {
                                  "a": "text",
                                  "b": [1, true,
                                        null],
                                  "c": {"ä": -1.5e3}
                                }
                                """);

        assertThat(table.place()).hasToString("p.json:1:1");
        assertThat(table.value("a"))
                .contains(new Node.Scalar(new Place("p.json", 2, 8), "text", Node.Type.TEXT));
        Node.Sequence list = (Node.Sequence) table.value("b").orElseThrow();
        assertThat(list.items())
                .containsExactly(
                        new Node.Scalar(new Place("p.json", 3, 9), "1", Node.Type.NUMBER),
                        new Node.Scalar(new Place("p.json", 3, 12), "true", Node.Type.FLAG),
                        new Node.Scalar(new Place("p.json", 4, 9), "null", Node.Type.EMPTY));
        Node.Table inner = (Node.Table) table.value("c").orElseThrow();
        assertThat(inner.entries().getFirst().place()).hasToString("p.json:5:9");
        assertThat(inner.value("ä"))
                .contains(new Node.Scalar(new Place("p.json", 5, 14), "-1.5e3", Node.Type.NUMBER));
    }

    @Test
    void aKeyThatStandsTwiceIsRefusedWithBothPlaces() {
        isRefused(
                "{\"a\": 1,\n \"b\": 2,\n \"a\": 3}",
                "p.json:3:2: the key 'a' stands twice; first at line 1");
    }

    @Test
    void theSameKeyInTwoTablesIsFine() throws DocumentException {
        assertThat(read("{\"a\": {\"x\": 1}, \"b\": {\"x\": 2}}")).isInstanceOf(Node.Table.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\": }         | p.json:1:7: not valid JSON",
                "{\"a\": 1         | not valid JSON",
                "{'a': 1}          | not valid JSON",
                "{\"a\": 1,}       | not valid JSON",
                "{\"a\": 01}       | not valid JSON",
                "{\"a\": NaN}      | not valid JSON",
                "{} {}             | p.json:1:4: something follows the JSON value",
                "{} x              | not valid JSON",
                "// c              | not valid JSON",
                "~~                | p.json: empty; a JSON object was expected",
                "~  ~              | p.json: empty; a JSON object was expected"
            })
    void whatIsNotJsonIsRefusedAtItsPlace(String json, String message) {
        isRefused(json, message);
    }

    @ParameterizedTest
    @ValueSource(ints = {Limits.DEPTH + 1, 1_000, 100_000})
    void depthIsRefusedBeforeItCostsAnything(int depth) {
        isRefused("[".repeat(depth), "");
        isRefused("{\"a\":".repeat(depth), "");
    }

    @Test
    void theDeepestDocumentIsRead() throws DocumentException {
        assertThat(read("[".repeat(Limits.DEPTH) + "]".repeat(Limits.DEPTH)))
                .isInstanceOf(Node.Sequence.class);
    }

    @Test
    void sizesHaveLimits() throws DocumentException {
        isRefused(" ".repeat(Limits.BYTES + 1), "at most 1048576 are accepted");
        isRefused("\"" + "x".repeat(Limits.TEXT + 1) + "\"", "");
        isRefused("1".repeat(Limits.NUMBER + 1), "");
        assertThat(read("\"" + "x".repeat(Limits.TEXT) + "\"")).isInstanceOf(Node.Scalar.class);
        assertThat(read("1".repeat(Limits.NUMBER))).isInstanceOf(Node.Scalar.class);
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedWithTheirOffset() {
        byte[] bytes = "{\"a\": \"?\"}".getBytes(StandardCharsets.UTF_8);
        bytes[7] = (byte) 0xff;

        assertThatThrownBy(() -> JsonDocument.read("p.json", bytes))
                .isInstanceOf(DocumentException.class)
                .hasMessage("p.json: not valid UTF-8 at byte 7");
        assertThatThrownBy(
                        () -> JsonDocument.read("p.json", "{}".getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(DocumentException.class);
    }

    @Test
    void aByteOrderMarkIsNamedAsSuch() {
        isRefused("\uFEFF{}", "byte order mark");
    }

    @Test
    void mutationsAreReadOrRefusedAndNothingElse() {
        byte[] sample =
                "{\"package\":\"web\",\"ports\":[{\"number\":8080}],\"x\":{\"y\":[1.5,null,\"\\u00e4\"]}}"
                        .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            byte[] mutated = sample.clone();
            for (int n = 0; n <= i % 4; n++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(JsonDocument.read("p.json", mutated)).isNotNull();
            } catch (DocumentException refused) {
                assertThat(refused).hasMessageStartingWith("p.json");
            }
        }
    }
}
