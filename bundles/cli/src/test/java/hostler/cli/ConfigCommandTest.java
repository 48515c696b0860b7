package hostler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hostler config} against an agent on a real socket. */
class ConfigCommandTest {
    @TempDir static Path home;

    private static FakeAgent agent;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void serve() throws IOException {
        agent = new FakeAgent(home.resolve("var/run/agent.sock"));
    }

    @AfterAll
    static void close() {
        agent.close();
    }

    private ExitCode run(String... args) {
        out.reset();
        err.reset();
        List<String> all = new ArrayList<>(List.of("config", "web"));
        all.addAll(List.of(args));
        Environment environment =
                new Environment(
                        Map.of("HOSTLER_HOME", home.toString()),
                        null,
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false);
        return new Program(environment).run(all.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static String file(String name, String content) throws IOException {
        return Files.writeString(home.resolve(name), content).toString();
    }

    @Test
    void theFilesAreShownAsTheyAre() {
        assertThat(run()).isEqualTo(ExitCode.OK);
        assertThat(out()).isEqualTo("first: 0\na: 3\nlast: 9\n");
        assertThat(run("show", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(out()).contains("\"hash\": \"hash3\"");
    }

    @Test
    void aPlanShowsTheDifferenceAndWhatHappens() throws IOException {
        String fresh = file("web.yaml", "first: 0\na: 4\nlast: 9\n");

        assertThat(run("plan", fresh)).isEqualTo(ExitCode.OK);
        assertThat(out())
                .isEqualTo(
                        """
                        --- /etc/web/web.yaml
                        +++ /etc/web/web.yaml
                         first: 0
                        -a: 3
                        +a: 4
                         last: 9
                        web is stopped and started again
                        """);
        assertThat(run("plan", file("web.yaml", "bad"))).isEqualTo(ExitCode.FAILED);
        assertThat(out()).endsWith("it would be refused: [CONFIG_INVALID] no\n");
    }

    @Test
    void aChangeTellsItsProgressAndItsEnd() throws IOException {
        assertThat(run("apply", file("web.yaml", "a: 4"))).isEqualTo(ExitCode.OK);
        assertThat(err()).isEqualTo("web was restarted\n");
        assertThat(out()).isEqualTo("applied as version 4: /etc/web/web.yaml is in force\n");
        assertThat(run("apply", file("web.yaml", "bad"))).isEqualTo(ExitCode.FAILED);
        assertThat(out()).isEqualTo("put back: [HEALTH_CHECK_FAILED] web is not ready\n");
    }

    @Test
    void aFileOfAnotherNameIsToldWhichItIs() throws IOException {
        String other = file("new.json", "{}");

        assertThat(run("apply", other)).isEqualTo(ExitCode.USAGE);
        assertThat(err())
                .contains("no configuration file of the service has this name; write PATH=")
                .contains("with one of /etc/web/web.yaml, /etc/web/extra.json");
        assertThat(run("apply", "/etc/web/extra.json=" + other)).isEqualTo(ExitCode.OK);
        assertThat(out()).contains("/etc/web/extra.json is in force");
        assertThat(run("apply")).isEqualTo(ExitCode.USAGE);
        assertThat(run("apply", "/nowhere/web.yaml")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("cannot read /nowhere/web.yaml");
    }

    @Test
    void versionsAreListedComparedAndGoneBackTo() {
        assertThat(run("history")).isEqualTo(ExitCode.OK);
        assertThat(out().lines()).hasSize(4).first().asString().startsWith("VERSION  WHEN");
        assertThat(run("diff")).isEqualTo(ExitCode.OK);
        assertThat(out()).contains("-a: 2\n+a: 3\n");
        run("diff", "2");
        assertThat(out()).contains("-a: 1\n+a: 2\n");
        run("diff", "1", "3");
        assertThat(out()).contains("-a: 1\n+a: 3\n");
        assertThat(run("rollback", "2", "--expect", "hash3")).isEqualTo(ExitCode.OK);
        assertThat(out()).isEqualTo("unchanged: to 2hash3\n");
        assertThat(run("rollback", "two")).isEqualTo(ExitCode.USAGE);
        assertThat(run("allow")).isEqualTo(ExitCode.OK);
        assertThat(out()).startsWith("2 contents may be tried again");
    }

    @Test
    void anUnknownActionIsExplained() {
        assertThat(run("aply")).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("there is no action 'aply'; did you mean 'apply'?");
        assertThat(run("history", "3")).isEqualTo(ExitCode.USAGE);
    }
}
