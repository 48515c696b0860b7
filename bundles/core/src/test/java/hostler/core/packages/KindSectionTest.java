package hostler.core.packages;

import static hostler.core.packages.Packages.spec;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Readiness;
import hostler.core.api.ServiceKind;
import hostler.core.api.Startup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindSectionTest {
    private static final String MINIMAL = "{'package':'web','binary':{'path':'/bin/web'},";
    private static final Readiness CHECK = new Readiness.Check();

    private static Startup startup(String keys) {
        return spec(MINIMAL + "'startup':{" + keys + "}}").startup();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'type':'simple'", "'type':null"})
    void aServiceIsSimpleAndJudgedByItsCheckUnlessItSaysOtherwise(String keys) {
        assertThat(startup(keys).kind()).isEqualTo(new ServiceKind.Simple());
        assertThat(startup(keys).readiness()).isEqualTo(CHECK);
    }

    @Test
    void aForkingServiceMayNameNoPidFile() {
        assertThat(startup("'type':'forking'").kind())
                .isEqualTo(new ServiceKind.Forking(Optional.empty()));
        assertThat(startup("'type':'forking'").readiness()).isEqualTo(CHECK);
    }

    @ParameterizedTest
    @CsvSource({
        "run/web.pid,/srv/data/run/web.pid",
        "../web.pid,/srv/web.pid",
        "/run/./web.pid,/run/web.pid"
    })
    void aPidFileLiesUnderTheWorkingDirectory(String written, Path meant) {
        String keys = "'working_directory':'/srv/data','type':'forking',";

        assertThat(startup(keys + "'pid_file':'" + written + "'").kind())
                .isEqualTo(new ServiceKind.Forking(Optional.of(meant)));
    }

    @Test
    void withoutAWorkingDirectoryAPidFileLiesBesideTheProgram() {
        assertThat(startup("'type':'forking','pid_file':'web.pid'").kind())
                .isEqualTo(new ServiceKind.Forking(Optional.of(Path.of("/bin/web.pid"))));
    }

    @Test
    void aTaskSucceedsWithZeroUnlessItSaysOtherwise() {
        assertThat(startup("'type':'oneshot'").kind())
                .isEqualTo(new ServiceKind.OneShot(Set.of(0)));
        assertThat(startup("'type':'oneshot','success_codes':[]").kind())
                .isEqualTo(new ServiceKind.OneShot(Set.of(0)));
        assertThat(startup("'type':'oneshot','success_codes':[0,3,255,3]").kind())
                .isEqualTo(new ServiceKind.OneShot(Set.of(0, 3, 255)));
    }

    @Test
    void onlyATimeoutThatIsWrittenLimitsATask() {
        assertThat(startup("'type':'oneshot'").timeout()).isEqualTo(Duration.ofDays(30));
        assertThat(startup("'type':'oneshot','timeout':'5m'").timeout())
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(startup("'type':'forking'").timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(startup("'type':'notify'").timeout()).isEqualTo(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'type':'forking',"})
    void aLineOfOutputMayTellThatAServiceIsReady(String type) {
        assertThat(startup(type + "'ready_log':'listening on [::]:80 '").readiness())
                .isEqualTo(new Readiness.LogLine("listening on [::]:80 "));
    }

    @Test
    void aTextOf256CharactersIsNotTooLong() {
        String text = "\ud83d\ude00".repeat(256);

        assertThat(startup("'ready_log':'" + text + "'").readiness())
                .isEqualTo(new Readiness.LogLine(text));
    }

    @Test
    void aServiceThatNotifiesIsSimpleAndMayBeWatched() {
        assertThat(startup("'type':'notify'").kind()).isEqualTo(new ServiceKind.Simple());
        assertThat(startup("'type':'notify'").readiness())
                .isEqualTo(new Readiness.Notify(Optional.empty()));
        assertThat(startup("'type':'notify','watchdog':'30s'").readiness())
                .isEqualTo(new Readiness.Notify(Optional.of(Duration.ofSeconds(30))));
    }

    @Test
    void aUnitMayHaveAKindThatItsLauncherIgnores() {
        assertThat(
                        spec("{'package':'web','startup':{'method':'systemd','type':'notify'}}")
                                .startup()
                                .method())
                .isEqualTo("systemd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|pid_file|'a'|'forking'; it means nothing for 'simple'",
                "'type':'simple',|pid_file|'a'|'forking'; it means nothing for 'simple'",
                "'type':'oneshot',|pid_file|'a'|'forking'; it means nothing for 'oneshot'",
                "'type':'notify',|pid_file|'a'|'forking'; it means nothing for 'notify'",
                "|success_codes|[0]|'oneshot'; it means nothing for 'simple'",
                "'type':'forking',|success_codes|[0]|'oneshot'; it means nothing for 'forking'",
                "'type':'notify',|success_codes|[0]|'oneshot'; it means nothing for 'notify'",
                "'type':'oneshot',|ready_log|'a'|'simple' or 'forking'; it means nothing for 'oneshot'",
                "'type':'notify',|ready_log|'a'|'simple' or 'forking'; it means nothing for 'notify'",
                "|watchdog|'1s'|'notify'; it means nothing for 'simple'",
                "'type':'forking',|watchdog|'1s'|'notify'; it means nothing for 'forking'",
                "'type':'oneshot',|watchdog|'1s'|'notify'; it means nothing for 'oneshot'"
            })
    void aKeyThatMeansNothingForTheTypeSaysWhereItBelongs(
            @Nullable String type, String key, String value, String message) {
        String before = type == null ? "" : type;
        String document = MINIMAL + "'startup':{" + before + "\n'" + key + "':" + value + "}}";
        int column = key.length() + 4;

        assertThat(Packages.problems(document))
                .containsExactly(
                        "2:%d: startup.%s: belongs to startup.type %s"
                                .formatted(column, key, message));
        assertThat(Packages.parse(document).spec()).isEmpty();
    }

    @Test
    void besideATypeThatIsWrongNothingIsMisplaced() {
        assertThat(Packages.problems(MINIMAL + "\n'startup':{'type':'daemon','pid_file':'a'}}"))
                .containsExactly(
                        "2:19: startup.type: simple, forking, oneshot or notify was expected, not"
                                + " 'daemon'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'type':''|startup.type: simple, forking, oneshot or notify was expected, not ''",
                "'type':'Notify'|startup.type: simple, forking, oneshot or notify was expected, not 'Notify'",
                "'type':['notify']|startup.type: a single value was expected, not a list",
                "'type':'forking','pid_file':' '|startup.pid_file: the path of a file was expected, not ' '",
                "'type':'oneshot','success_codes':0|startup.success_codes: a list was expected, not '0'",
                "'type':'oneshot','success_codes':[256]|startup.success_codes: exit codes from 0 to 255 were expected, not '256'",
                "'type':'oneshot','success_codes':[-1]|startup.success_codes: exit codes from 0 to 255 were expected, not '-1'",
                "'type':'oneshot','success_codes':[0.5]|startup.success_codes: exit codes from 0 to 255 were expected, not '0.5'",
                "'type':'oneshot','success_codes':[true]|startup.success_codes: exit codes from 0 to 255 were expected, not 'true'",
                "'type':'oneshot','success_codes':[[]]|startup.success_codes: a list of texts was expected, not a list",
                "'ready_log':' '|startup.ready_log: a part of one line, not blank and at most 256 characters long, was expected, not ' '",
                "'type':'notify','watchdog':'0s'|startup.watchdog: a duration from 1ms to 720h was expected, not '0s'"
            })
    void aWrongValueIsToldWithItsKey(String keys, String problem) {
        assertThat(Packages.problems(MINIMAL + "'startup':{" + keys + "}}"))
                .singleElement()
                .asString()
                .endsWith(": " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ready\\n", "one\\rtwo"})
    void aTextOfSeveralLinesIsInNoLine(String text) {
        assertThat(Packages.problems(MINIMAL + "'startup':{'ready_log':'" + text + "'}}"))
                .singleElement()
                .asString()
                .contains("startup.ready_log: a part of one line");
    }

    @Test
    void aTextOf257CharactersIsTooLong() {
        String document = MINIMAL + "'startup':{'ready_log':'" + "x".repeat(257) + "'}}";

        assertThat(Packages.problems(document))
                .singleElement()
                .asString()
                .contains("startup.ready_log: a part of one line");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'healthcheck':{'type':'tcp','tcp_port':80}|2:23: healthcheck.type",
                "'operations':{'health_check':{'type':'tcp'}}|2:38: operations.health_check.type"
            })
    void aTaskIsNotCheckedAndItsPackageIsTold(String check, String where) {
        PackageFile.Parsed parsed =
                Packages.parse(MINIMAL + "'startup':{'type':'oneshot'},\n" + check + "}");

        assertThat(Packages.shown(parsed.problems()))
                .containsExactly(
                        "warning: "
                                + where
                                + ": is not used: a service of startup.type 'oneshot' is not"
                                + " checked, its exit code tells");
        assertThat(parsed.spec().orElseThrow().healthCheck()).isEmpty();
    }

    @Test
    void aTaskWhoseCheckIsSwitchedOffIsFine() {
        assertThat(
                        spec(MINIMAL
                                        + "'startup':{'type':'oneshot'},"
                                        + "'healthcheck':{'type':'tcp','enabled':false}}")
                                .healthCheck())
                .isEmpty();
    }
}
