package hostler.core.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadPackageTest {
    private static final String HEAD = "{'package':'web','binary':{'path':'/bin/web'},\n";

    private static Arguments problem(String text, String... problems) {
        return Arguments.of(text, List.of(problems));
    }

    static Stream<Arguments> notJson() {
        return Stream.of(
                problem("", "empty; a JSON object was expected"),
                problem("[1]", "1:1: a table was expected, not a list"),
                problem(
                        "{'package':'web'\n 'version':1}",
                        "2:2: not valid JSON: Unexpected character ("),
                problem("{'package':'web'} x", "1:19: not valid JSON: Unrecognized token 'x'"),
                problem("{'package':'web'}{}", "1:18: something follows the JSON value"),
                problem("{'package':", "1:12: not valid JSON: Unexpected end-of-input"),
                problem(
                        "{'package':'a','package':'b'}",
                        "1:16: the key 'package' stands twice; first at line 1"),
                problem(
                        "\ufeff{'package':'web'}",
                        "1:1: begins with a byte order mark; JSON has none"),
                problem(
                        "{'a':" + "[".repeat(100) + "]".repeat(100) + "}",
                        "not valid JSON: Document nesting depth (65) exceeds the maximum"),
                problem(
                        "{'a':" + "1".repeat(1000) + "}",
                        "not valid JSON: Number value length (1000) exceeds the maximum"),
                problem("{'a':NaN}", "1:9: not valid JSON: Non-standard token 'NaN'"));
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void whatIsNoDocumentIsToldWithItsPlace(String text, List<String> problems) {
        assertThat(Packages.problems(text)).hasSize(1);
        assertThat(Packages.problems(text).getFirst()).startsWith(problems.getFirst());
        assertThat(Packages.parse(text).spec()).isEmpty();
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                problem(
                        "'healthcheck':{'type':'tcp','tcp_port':'abc'}}",
                        "2:40: healthcheck.tcp_port: a number was expected, not 'abc'"),
                problem(
                        "'healthcheck':{'type':'tcp','tcp_port':70000}}",
                        "2:40: healthcheck.tcp_port: a whole number from 0 to 65535 was expected, not '70000'"),
                problem(
                        "'healthcheck':{'type':'tcp','interval':-1}}",
                        "2:40: healthcheck.interval: a duration such as 30s, 5m or 1h30m was expected, not '-1'"),
                problem(
                        "'healthcheck':{'type':'tcp','interval':'-1s'}}",
                        "2:40: healthcheck.interval: a duration such as 30s, 5m or 1h30m was expected, not '-1s'"),
                problem(
                        "'healthcheck':{'type':'tcp','interval':'0s'}}",
                        "2:40: healthcheck.interval: a duration from 100ms to 720h was expected, not '0s'"),
                problem(
                        "'healthcheck':{'type':'tcp','retries':1e400}}",
                        "2:39: healthcheck.retries: a whole number from 0 to 1000 was expected, not '1e400'"),
                problem(
                        "'healthcheck':{'type':'tcp','retries':true}}",
                        "2:39: healthcheck.retries: a number was expected, not 'true'"),
                problem(
                        "'healthcheck':{'type':['tcp']}}",
                        "2:23: healthcheck.type: a single value was expected, not a list"),
                problem(
                        "'healthcheck':{'interval':'1s'}}",
                        "2:15: healthcheck.type: missing; it must be given"),
                problem(
                        "'healthcheck':'tcp'}",
                        "2:15: healthcheck: a table was expected, not 'tcp'"),
                problem(
                        "'ports':[{'number':'http'}]}",
                        "2:20: ports.number: a number was expected, not 'http'"),
                problem(
                        "'ports':[8080]}",
                        "2:10: ports: a list of tables was expected, not a number"),
                problem("'startup':7}", "2:11: startup: a table was expected, not '7'"),
                problem(
                        "'startup':{'method':'../direct'}}",
                        "2:21: startup.method: a launcher's type was expected, not '../direct'"),
                problem(
                        "'startup':{'service_name':'-rf'}}",
                        "2:27: startup.service_name: the name of a unit was expected, not '-rf'"),
                problem(
                        "'startup':{'args':'-p 80'}}",
                        "2:19: startup.args: a list was expected, not '-p 80'"),
                problem(
                        "'startup':{'args':[{}]}}",
                        "2:20: startup.args: a list of texts was expected, not a table"),
                problem(
                        "'startup':{'environment':['A=1']}}",
                        "2:26: startup.environment: a table was expected, not a list"),
                problem(
                        "'startup':{'environment':{'A':{}}}}",
                        "2:31: startup.environment.A: text was expected, not a table"),
                problem(
                        "'startup':{'environment':{'A=B':'1'}}}",
                        "2:33: startup.environment.A=B: the name of a variable was expected, not 'A=B'"),
                problem(
                        "'startup':{'stop_signal':'BOOM'}}",
                        "2:26: startup.stop_signal: a signal such as TERM or INT was expected, not 'BOOM'"),
                problem(
                        "'startup':{'autostart':'yes'}}",
                        "2:24: startup.autostart: true or false was expected, not 'yes'"),
                problem(
                        "'startup':{'timeout':'1000000h'}}",
                        "2:22: startup.timeout: a duration from 1ms to 720h was expected, not '1000000h'"),
                problem(
                        "'dependencies':[{'package':'../x'}]}",
                        "2:28: dependencies: a service name of the form [a-z0-9][a-z0-9._-]{0,62} was expected, not '../x'"),
                problem(
                        "'dependencies':['A']}",
                        "2:17: dependencies: a service name of the form [a-z0-9][a-z0-9._-]{0,62} was expected, not 'A'"),
                problem(
                        "'dependencies':[{}]}",
                        "2:17: dependencies: the name of a service, or {\"package\": name}, was expected, not a table"),
                problem(
                        "'dependencies':[3,null]}",
                        "2:17: dependencies: the name of a service, or {\"package\": name}, was expected, not a number",
                        "2:19: dependencies: the name of a service, or {\"package\": name}, was expected, not nothing"),
                problem(
                        "'dependencies':{}}",
                        "2:16: dependencies: a list was expected, not a table"),
                problem(
                        "'logging':{'max_size':'many'}}",
                        "2:23: logging.max_size: a size such as 512KB, 100MB or 2GB was expected, not 'many'"),
                problem(
                        "'logging':{'max_size':'999999999999TB'}}",
                        "2:23: logging.max_size: a size below 8 million TB was expected, not '999999999999TB'"),
                problem(
                        "'logging':{'max_files':-1}}",
                        "2:24: logging.max_files: a whole number from 0 to 1000 was expected, not '-1'"),
                problem(
                        "'operations':{'auto_recovery':{'backoff_factor':0.5}}}",
                        "2:49: operations.auto_recovery.backoff_factor: a number of at least 1.0 was expected, not '0.5'"),
                problem(
                        "'operations':{'auto_recovery':{'backoff_factor':1e400}}}",
                        "2:49: operations.auto_recovery.backoff_factor: a number of at least 1.0 was expected, not '1e400'"),
                problem(
                        "'operations':{'auto_recovery':{'max_restarts':2.5}}}",
                        "2:47: operations.auto_recovery.max_restarts: a whole number from 0 to 1000000 was expected, not '2.5'"),
                problem(
                        "'operations':{'metrics':{'enabled':1}}}",
                        "2:36: operations.metrics.enabled: true or false was expected, not '1'"),
                problem(
                        "'config':{'templates':['a']}}",
                        "2:24: config.templates: a list of tables was expected, not text"),
                problem(
                        "'version':['1']}",
                        "2:11: version: a single value was expected, not a list"),
                problem(
                        "'version':'\\u0000'}",
                        "2:11: version: a NUL character (at 0) is not accepted"),
                problem(
                        "'version':'\\ud800x'}",
                        "2:11: version: half a surrogate pair (at 0) is no character"),
                problem(
                        "'Version':1,'version':2}",
                        "warning: 2:1: Version: unknown key; did you mean 'version'?",
                        "2:13: version: the key 'Version' stands here already, alike"));
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void aWrongValueIsToldWithItsKeyAndPlace(String rest, List<String> problems) {
        PackageFile.Parsed parsed = Packages.parse(HEAD + rest);

        assertThat(Packages.shown(parsed.problems())).isEqualTo(problems);
        assertThat(parsed.spec()).isEmpty();
        assertThat(parsed.id()).isPresent();
    }

    static Stream<Arguments> warnings() {
        return Stream.of(
                problem(
                        "'wersion':'1'}",
                        "warning: 2:1: wersion: unknown key; did you mean 'version'?"),
                problem(
                        "'startup':{'arguments':[]}}",
                        "warning: 2:12: startup.arguments: unknown key"),
                problem(
                        "'healthcheck':{'type':'tcp','intervall':'1s'}}",
                        "warning: 2:41: healthcheck.intervall: not a key of the agent's; did you mean 'interval'?"),
                problem(
                        "'healthcheck':{'type':'tcp','interval':'2s','timeout':'3s'}}",
                        "warning: 2:55: healthcheck.timeout: 3s is longer than the interval of 2s"),
                problem(
                        "'startup':{'environment':{'LD_PRELOAD':'/x.so'}}}",
                        "warning: 2:40: startup.environment.LD_PRELOAD: changes which code is loaded into the program"));
    }

    @ParameterizedTest
    @MethodSource("warnings")
    void whatIsOnlyOddIsAWarning(String rest, List<String> problems) {
        PackageFile.Parsed parsed = Packages.parse(HEAD + rest);

        assertThat(Packages.shown(parsed.problems())).isEqualTo(problems);
        assertThat(parsed.spec()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc",
                "a/b",
                ".",
                "",
                "CON",
                "w\u0435b",
                "web ",
                "w\\u0007b",
                "-rf",
                "%s",
                "Web",
                "_web",
                "$(id)"
            })
    void aNameThatIsNoneIsRefused(String name) {
        PackageFile.Parsed parsed =
                Packages.parse("{'package':'" + name + "','binary':{'path':'/bin/web'}}");

        assertThat(parsed.spec()).isEmpty();
        assertThat(parsed.id()).isEmpty();
        assertThat(Packages.shown(parsed.problems()))
                .hasSize(1)
                .first()
                .asString()
                .startsWith(
                        "1:12: package: a service name of the form [a-z0-9][a-z0-9._-]{0,62} was"
                                + " expected, not '");
    }

    @Test
    void aNameOf64CharactersIsTooLong() {
        assertThat(Packages.parse("{'package':'" + "a".repeat(64) + "'}").id()).isEmpty();
        assertThat(Packages.parse("{'package':'" + "a".repeat(63) + "'}").id()).isPresent();
    }

    @Test
    void everythingIsToldAtOnce() {
        assertThat(
                        Packages.problems(
                                """
                                {
                                  'Package': 'web',
                                  'binary': {'path': ''},
                                  'startup': {'method': 'direct', 'timeout': 'soon'},
                                  'dependencies': ['a b'],
                                  'logging': {'max_files': 'all'}
                                }
                                """))
                .containsExactly(
                        "1:1: package: missing; it must be given",
                        "warning: 2:3: Package: unknown key; did you mean 'package'?",
                        "3:13: binary.path: missing; startup.method 'direct' starts the program at this path",
                        "4:46: startup.timeout: a duration such as 30s, 5m or 1h30m was expected, not 'soon'",
                        "5:20: dependencies: a service name of the form [a-z0-9][a-z0-9._-]{0,62} was expected, not 'a b'",
                        "6:28: logging.max_files: a number was expected, not 'all'");
    }

    @Test
    void invalidUtf8IsToldWithItsOffset() {
        byte[] content = Packages.json("{'package':'web','version':'?'}");
        content[28] = (byte) 0xff;

        assertThat(Packages.shown(Packages.parse(content).problems()))
                .containsExactly("not valid UTF-8 at byte 28");
        assertThat(Packages.parse("{'package':'web'}".getBytes(StandardCharsets.UTF_16)).problems())
                .hasSize(1);
    }

    @Test
    void aDocumentOfMoreThanAMebibyteIsRefused() {
        assertThat(Packages.problems(" ".repeat((1 << 20) + 1)))
                .containsExactly("1048577 bytes; at most 1048576 are accepted");
    }

    @Test
    void moreKeysOrItemsThanAnybodyWritesAreRefused() {
        assertThat(Packages.problems("{" + numbered("'k%d':1", 1001) + "}"))
                .containsExactly("1:1: 1001 keys; at most 1000 are accepted");
        assertThat(Packages.problems("{'a':[" + numbered("%d", 10_001) + "]}"))
                .containsExactly("1:6: 10001 items; at most 10000 are accepted");
    }

    @Test
    void noMoreThanAHundredProblemsOfAFileAreTold() {
        String keys = numbered("'unknown%d':1", 900);

        assertThat(Packages.problems("{'package':'web','binary':{'path':'/x'}," + keys + "}"))
                .hasSize(101)
                .endsWith("warning: and 800 more problems");
    }

    @Test
    void aHostileKeyIsShownShortened() {
        assertThat(Packages.problems(HEAD + "'" + "x".repeat(40_000) + "':1}"))
                .containsExactly("warning: 2:1: " + "x".repeat(200) + "...: unknown key");
    }

    private static String numbered(String form, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> form.formatted(i))
                .collect(Collectors.joining(","));
    }

    @Test
    void anUnreadableNameIsNotTold() {
        assertThat(Packages.parse("{").id()).isEqualTo(Optional.empty());
    }

    /** The seed is fixed: a failure is the same one on every machine. */
    @Test
    void fiveThousandMutationsNeverThrow() {
        byte[] whole =
                Packages.json(
                        """
                        {'package':'web','version':'1.0','binary':{'name':'web','path':'bin/web'},
                         'startup':{'method':'direct','args':['-p','80'],'environment':{'A':'1'},
                          'timeout':'1m30s','stop_signal':'TERM','autostart':true,
                          'type':'forking','pid_file':'web.pid','ready_log':'up'},
                         'healthcheck':{'type':'http','interval':'10s','retries':3,'tcp_port':80},
                         'dependencies':[{'package':'db'},'cache'],'ports':[{'number':80}],
                         'logging':{'max_size':'100MB','max_files':10},
                         'operations':{'auto_recovery':{'backoff_factor':2.0,'max_backoff':'60s'}}}
                        """);
        Random random = new Random(42);
        int accepted = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] mutant = mutate(whole, random);
            PackageFile.Parsed parsed = Packages.parse(mutant);
            assertThat(parsed.spec().isPresent() || !parsed.problems().isEmpty())
                    .as(() -> new String(mutant, StandardCharsets.UTF_8))
                    .isTrue();
            accepted += parsed.spec().isPresent() ? 1 : 0;
        }
        assertThat(accepted).isBetween(1, 4_999);
    }

    private static byte[] mutate(byte[] whole, Random random) {
        String[] tokens = {
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "null",
            "-1",
            "1e999",
            "\\u0000",
            "\\ud800",
            "true",
            "\0",
            "é",
            "999999999999TB"
        };
        ByteArrayOutputStream mutant = new ByteArrayOutputStream();
        int at = random.nextInt(whole.length);
        int cut = Math.min(random.nextInt(6), whole.length - at);
        mutant.write(whole, 0, at);
        if (random.nextBoolean()) {
            mutant.writeBytes(
                    tokens[random.nextInt(tokens.length)].getBytes(StandardCharsets.UTF_8));
        } else {
            mutant.write(random.nextInt(256));
        }
        mutant.write(whole, at + cut, whole.length - at - cut);
        return mutant.toByteArray();
    }
}
