package hostler.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private final Problems problems = new Problems();

    private Fields fields(String json) throws DocumentException {
        return Fields.of(
                JsonDocument.read("p.json", json.getBytes(StandardCharsets.UTF_8)), problems);
    }

    private List<String> found() {
        return problems.list().stream().map(Problem::toString).toList();
    }

    @Test
    void valuesAreReadByType() throws DocumentException {
        Fields fields =
                fields(
                        "{\"text\":\"x\",\"n\":8080,\"quoted\":\"17\",\"d\":1.5,\"f\":true,"
                                + "\"t\":\"1m\",\"l\":[\"a\",1],\"m\":{\"k\":\"v\",\"n\":2},"
                                + "\"in\":{\"x\":1},\"null\":null}");

        assertThat(fields.text("text")).contains("x");
        assertThat(fields.text("n")).contains("8080");
        assertThat(fields.number("n", 1, 65535)).contains(8080);
        assertThat(fields.number("quoted", 1, 65535)).contains(17);
        assertThat(fields.decimal("d", 1)).contains(1.5);
        assertThat(fields.flag("f")).contains(true);
        assertThat(fields.duration("t", Duration.ZERO)).contains(Duration.ofMinutes(1));
        assertThat(fields.texts("l")).containsExactly("a", "1");
        assertThat(fields.map("m")).containsEntry("k", "v").containsEntry("n", "2");
        assertThat(fields.table("in").number("x", 0, 9)).contains(1);
        assertThat(fields.has("null")).isFalse();
        fields.reportUnknown(true);
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void whatIsAbsentIsEmptyAndNoProblem() throws DocumentException {
        Fields fields = fields("{}");

        assertThat(fields.text("a")).isEmpty();
        assertThat(fields.number("a", 0, 1)).isEmpty();
        assertThat(fields.texts("a")).isEmpty();
        assertThat(fields.map("a")).isEmpty();
        assertThat(fields.table("a").table("b").flag("c")).isEmpty();
        assertThat(fields.placeOf("a")).hasToString("p.json:1:1");
        assertThat(problems.fatal()).isFalse();
    }

    @Test
    void everyWrongTypeIsToldWithPlaceAndPath() throws DocumentException {
        Fields fields =
                fields(
                        "{\"a\": {\n\"text\": [1],\n\"n\": \"x\",\n\"f\": \"true\",\n\"l\": 1,\n"
                                + "\"m\": {\"k\": {}},\n\"t\": true}}");
        Fields inner = fields.table("a");
        inner.text("text");
        inner.number("n", 0, 9);
        inner.flag("f");
        inner.texts("l");
        inner.map("m");
        inner.table("t");

        assertThat(found())
                .containsExactly(
                        "p.json:2:9: a.text: a single value was expected, not a list",
                        "p.json:3:6: a.n: a number was expected, not 'x'",
                        "p.json:4:6: a.f: true or false was expected, not 'true'",
                        "p.json:5:6: a.l: a list was expected, not '1'",
                        "p.json:6:12: a.m.k: text was expected, not a table",
                        "p.json:7:6: a.t: a table was expected, not 'true'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "1.5", "1e400", "1e-400", "1e99999999", "99999999999"})
    void numbersOutsideTheirLimitsAreRefused(String number) throws DocumentException {
        assertThat(fields("{\"n\": " + number + "}").number("n", 0, 65535)).isEmpty();
        assertThat(problems.list()).hasSize(1);
        assertThat(problems.fatal()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "0.5", "1e99999999"})
    void decimalsOutsideTheirLimitsAreRefused(String number) throws DocumentException {
        assertThat(fields("{\"n\": " + number + "}").decimal("n", 1)).isEmpty();
        assertThat(problems.list()).hasSize(1);
    }

    @Test
    void aWholeNumberMayBeWrittenWithAnExponent() throws DocumentException {
        assertThat(fields("{\"n\": 1e3}").number("n", 0, 65535)).contains(1000);
    }

    @Test
    void aDurationBelowItsLimitIsRefused() throws DocumentException {
        fields("{\"t\": \"1ms\"}").duration("t", Duration.ofSeconds(1));

        assertThat(found())
                .containsExactly(
                        "p.json:1:7: t: a duration of at least 1s was expected, not '1ms'");
    }

    @Test
    void unknownKeysAreToldWithTheNearestKnownOne() throws DocumentException {
        Fields fields = fields("{\"intervall\": 1, \"else\": 2, \"kept\": 3}");
        fields.text("interval");
        fields.accept("kept");
        fields.reportUnknown(false);

        assertThat(found())
                .containsExactly(
                        "p.json:1:2: intervall: unknown key; did you mean 'interval'?",
                        "p.json:1:18: else: unknown key");
        assertThat(problems.fatal()).isFalse();
    }

    @Test
    void aLongValueIsShownInPart() throws DocumentException {
        fields("{\"n\": \"" + "x".repeat(5_000) + "\"}").number("n", 0, 1);

        assertThat(found().getFirst()).hasSizeLessThan(200).endsWith("x...'");
    }

    @Test
    void somethingElseThanATableAtTheTopIsAProblem() throws DocumentException {
        assertThat(fields("[1]").text("a")).isEmpty();
        assertThat(found()).containsExactly("p.json:1:1: a table was expected, not a list");
    }

    @Test
    void missingAndWrongAreReportedAtTheirPlace() throws DocumentException {
        Fields fields = fields("{\n \"a\": 1}");
        fields.reportMissing("name");
        fields.reportWrong("a", "out of place");

        assertThat(found())
                .containsExactly(
                        "p.json:1:1: name: missing; it must be given",
                        "p.json:2:7: a: out of place");
    }
}
