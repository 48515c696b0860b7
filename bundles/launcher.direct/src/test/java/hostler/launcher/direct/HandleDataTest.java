package hostler.launcher.direct;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Readiness;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceKind;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.testkit.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HandleDataTest {
    private static final Path RECORDS = Path.of("/home/var/launches");
    private static final Path ELSEWHERE = Path.of("/elsewhere");

    static Stream<Readiness> readiness() {
        return Stream.of(
                new Readiness.Check(),
                new Readiness.LogLine("up = 1"),
                new Readiness.Notify(Optional.empty()),
                new Readiness.Notify(Optional.of(Duration.ofMillis(1500))));
    }

    private static HandleData read(int version, Map<String, String> data) {
        return HandleData.of(
                new LaunchHandle(version, "direct", new ServiceId("web"), "web-1", data),
                ELSEWHERE);
    }

    @ParameterizedTest
    @MethodSource("readiness")
    void whatIsWrittenIsRead(Readiness readiness) {
        Script script = new Script("direct", Path.of("/srv"), "").readyBy(readiness);
        assertRead(script);
        assertRead(script.as(new ServiceKind.Forking(Optional.empty())));
    }

    private static void assertRead(Script script) {
        HandleData written =
                HandleData.of(script.spec(), RECORDS, Optional.of(Path.of("/sys/group")));
        assertThat(read(HandleData.VERSION, written.asMap())).isEqualTo(written);
    }

    @Test
    void version1HasRecordsAndNothingElse() {
        assertThat(read(1, Map.of("records", RECORDS.toString())))
                .isEqualTo(
                        new HandleData(
                                RECORDS,
                                Optional.empty(),
                                false,
                                false,
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    void aHandleThatWasNotMadeHereHasItsRecordsWhereTheyWouldBe() {
        assertThat(read(1, Map.of()).records()).isEqualTo(ELSEWHERE);
    }
}
