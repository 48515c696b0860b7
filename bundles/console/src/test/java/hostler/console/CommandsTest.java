package hostler.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.Verdict;
import hostler.deploy.api.Plugin;
import hostler.health.api.CheckResult;
import hostler.health.api.HealthBook;
import hostler.health.api.HealthEntry;
import hostler.health.api.ServiceHealth;
import hostler.logs.api.LogPage;
import hostler.logs.api.LogQuery;
import hostler.logs.api.LogReader;
import hostler.logs.api.ServiceLogs;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands as Gogo finds and calls them. */
class CommandsTest {
    private final FakeMachine machine = new FakeMachine();
    private final ThreadIOImpl io = new ThreadIOImpl();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private CommandSession session;

    @BeforeEach
    void open() {
        io.start();
        CommandProcessorImpl gogo = new CommandProcessorImpl(io);
        ServiceCommands services = new ServiceCommands(machine, machine);
        for (String function : List.of("ps", "start", "stop", "restart", "pause", "resume")) {
            gogo.addCommand("hostler", services, function);
        }
        gogo.addCommand("hostler", new StatusCommand(machine, machine), "status");
        gogo.addCommand("hostler", new ReloadCommand(machine, machine, machine), "reload");
        gogo.addCommand("hostler", new HealthCommands(new Book()), "health");
        gogo.addCommand("hostler", new LogCommands(new Logs()), "logs");
        gogo.addCommand("hostler", new GrepCommand(), "grep");
        gogo.addCommand("hostler", new PluginCommands(() -> List.of(refused())), "plugins");
        session = gogo.createSession(InputStream.nullInputStream(), printed, printed);
    }

    @AfterEach
    void close() {
        session.close();
        io.stop();
    }

    private String run(String line) throws Exception {
        return String.valueOf(session.execute(line));
    }

    @Test
    void psListsWhatIsThereAndSendsNoControlCharacters() throws Exception {
        assertThat(run("hostler:ps").lines())
                .containsExactly(
                        "NAME  STATE    HEALTH   PID  UPTIME  RESTARTS  REASON",
                        "web   stopped  unknown  -    -       0         stopped by root?[2J");
    }

    @Test
    void statusTellsWhyAndWhatHappened() throws Exception {
        assertThat(run("hostler:status web").lines())
                .contains("service   web 1", "state     stopped: stopped by root?[2J")
                .contains("package   /w/web/package.json")
                .contains("1970-01-01T00:00:00Z  command  somebody stopped it");
    }

    @Test
    void unknownNamesAreRefused() {
        for (String name : List.of("nope", "'../x'", "WEB")) {
            String bare = name.replace("'", "");
            assertThatThrownBy(() -> run("hostler:status " + name))
                    .hasMessage("service " + bare + " not found");
        }
        assertThatThrownBy(() -> run("hostler:logs '../x'")).hasMessage("service ../x not found");
    }

    @Test
    void commandsReachTheControlInOrder() throws Exception {
        assertThat(run("hostler:start web db")).isEqualTo("start commanded: web db");
        run("hostler:stop web");
        run("hostler:stop --cascade db");
        run("hostler:restart db");
        run("hostler:pause web");
        run("hostler:resume web");
        assertThat(machine.commanded)
                .containsExactly(
                        "start web",
                        "start db",
                        "stop web",
                        "stop db cascading",
                        "restart db",
                        "pause web",
                        "resume web");
    }

    @Test
    void commandWithoutNamesSaysHowItIsUsed() {
        assertThatThrownBy(() -> run("hostler:stop"))
                .hasMessage("which service? usage: stop NAME...");
        assertThat(machine.commanded).isEmpty();
    }

    @Test
    void reloadTellsWhatChangedAndWhatIsWrong() throws Exception {
        assertThat(run("hostler:reload").lines())
                .containsExactly(
                        "agent.yaml is refused; what was before stays in force",
                        "changed: discovery.interval",
                        "waits for the next start: server.grpc_port",
                        "agent.yaml:1:1: x",
                        "/w/package.json:2:3: version: wrong");
        assertThat(machine.commanded).containsExactly("rescan");
    }

    @Test
    void reloadOfServicesReachesTheControl() throws Exception {
        assertThat(run("hostler:reload web db")).isEqualTo("reload commanded: web db");
        assertThat(machine.commanded)
                .containsExactly("reload web by the console", "reload db by the console");
    }

    @Test
    void healthShowsAllServicesOrTheChecksOfOne() throws Exception {
        assertThat(run("hostler:health").lines())
                .containsExactly("NAME  HEALTH    WHY", "web   critical  port 80 is closed");
        assertThat(run("hostler:health -n 2 web").lines())
                .containsExactly(
                        "AT                    HEALTH    CHECK  TOOK  FOUND",
                        "1970-01-01T00:00:00Z  critical  tcp    12ms  critical: port 80 is closed",
                        "1970-01-01T00:00:00Z  critical  tcp    12ms  critical: port 80 is closed");
        assertThat(run("hostler:health web").lines()).hasSize(1 + 20);
    }

    @Test
    void logsGiveAsManyLinesAsAskedFor() throws Exception {
        assertThat(run("hostler:logs web").lines()).hasSize(50);
        assertThat(run("hostler:logs -n 3 web").lines()).hasSize(3);
        assertThat(run("hostler:logs -n 1000000 web").lines()).hasSize(ServiceLogs.MAX_LINES);
    }

    @Test
    void pluginsShowReasons() throws Exception {
        assertThat(run("hostler:plugins").lines())
                .containsExactly(
                        "NAME        VERSION  STATE    PROVIDES    RETIRED  REASON",
                        "health.dns  1.0      refused  health:dns  1        truncated");
    }

    @Test
    void grepPassesWhatMatches() throws Exception {
        session.execute("hostler:ps | hostler:grep -i WEB");
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("web   stopped");
        printed.reset();
        session.execute("hostler:ps | hostler:grep -v web");
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("NAME").hasLineCount(1);
    }

    private static Plugin refused() {
        return new Plugin(
                "health.dns",
                "1.0",
                Plugin.State.REFUSED,
                Optional.empty(),
                List.of("health:dns"),
                Optional.of("truncated"),
                1);
    }

    /** One service, always critical. */
    private static final class Book implements HealthBook {
        private static final HealthEntry ENTRY =
                new HealthEntry(
                        Verdict.CRITICAL,
                        CheckResult.critical("port 80 is closed"),
                        Instant.EPOCH,
                        "tcp",
                        Duration.ofMillis(12));

        @Override
        public List<ServiceHealth> list() {
            return List.of(find(new ServiceId("web")));
        }

        @Override
        public ServiceHealth find(ServiceId id) {
            return new ServiceHealth(
                    id, Verdict.CRITICAL, ENTRY.result().message(), Optional.of(ENTRY));
        }

        @Override
        public List<HealthEntry> history(ServiceId id, int limit) {
            return Collections.nCopies(limit, ENTRY);
        }

        @Override
        public CloseWatch watchClosely(ServiceId id, Duration interval) {
            throw new UnsupportedOperationException("nobody here looks closely");
        }
    }

    /** Endless logs. */
    private static final class Logs implements ServiceLogs {
        @Override
        public List<String> recent(ServiceId id, int count) {
            return Collections.nCopies(count, "a line");
        }

        @Override
        public LogReader open(ServiceId id, int tail, boolean follow) throws ServiceException {
            throw ServiceException.notFound(id.name());
        }

        @Override
        public LogReader resume(ServiceId id, String cursor, boolean follow)
                throws ServiceException {
            throw ServiceException.notFound(id.name());
        }

        @Override
        public LogPage query(ServiceId id, LogQuery query) throws ServiceException {
            throw ServiceException.notFound(id.name());
        }
    }
}
