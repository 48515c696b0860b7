package hostler.logs.journald;

import static hostler.logs.testkit.LogBackendContract.SOON;
import static hostler.logs.testkit.LogBackendContract.drain;
import static hostler.logs.testkit.LogBackendContract.numbered;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceSpec;
import hostler.core.api.Startup;
import hostler.logs.api.LogBoot;
import hostler.logs.api.LogFilter;
import hostler.logs.api.LogPage;
import hostler.logs.api.LogQuery;
import hostler.logs.api.LogReader;
import hostler.logs.testkit.LoggedService;
import hostler.systemd.testkit.Bed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which journal is meant, of which unit, and what is told where there is none. */
@Timeout(60)
class JournalMeaningTest {
    private static final String USER = "hostler-bed";

    @TempDir Path directory;
    private JournalBench bench;

    @BeforeAll
    static void bed() {
        Bed.required();
    }

    @BeforeEach
    void start() throws Exception {
        bench = new JournalBench(directory, Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    /** A service of this name whose unit is called otherwise. */
    private ServiceSpec service(String unit, Optional<String> user) {
        ServiceSpec spec =
                new LoggedService("web", "systemd", directory.resolve("none.log"), 1).spec();
        Startup startup = spec.startup();
        return new ServiceSpec(
                spec.id(),
                spec.version(),
                spec.description(),
                spec.source(),
                spec.document(),
                new Startup(
                        startup.method(),
                        unit,
                        startup.executable(),
                        startup.arguments(),
                        startup.environment(),
                        startup.workingDirectory(),
                        user,
                        startup.group(),
                        startup.timeout(),
                        startup.stopSignal(),
                        startup.grace()),
                spec.healthCheck(),
                spec.dependencies(),
                spec.recovery(),
                spec.logging(),
                false);
    }

    private ServiceSpec service(String unit) {
        return service(unit, Optional.empty());
    }

    private List<String> lines(ServiceSpec spec) throws Exception {
        try (LogReader reader = bench.backend().open(spec, 10, false)) {
            return drain(reader);
        }
    }

    private LogPage query(ServiceSpec spec, LogFilter filter) throws Exception {
        return bench.backend().query(spec, LogQuery.of(filter));
    }

    private static void assertFails(Failure failure, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.failure()).isEqualTo(failure))
                .hasMessageContaining(text);
    }

    @Test
    void defect7TheUnitIsTheServiceNameAndNotThePackage() throws Exception {
        WritingUnit unit = new WritingUnit("front-end", directory.resolve("unit"));
        unit.write("of the unit\n".getBytes(UTF_8));
        assertThat(lines(service("front-end"))).containsExactly("of the unit");
        assertThat(lines(service("front-end.service"))).containsExactly("of the unit");
        unit.stop();
    }

    @Test
    void defect7AnUnknownUnitIsNotFoundAndNotEmpty() {
        ServiceSpec unknown = service("no-such-unit");
        String text = "the unit no-such-unit.service of service web is not found";
        assertFails(Failure.NOT_FOUND, text, () -> lines(unknown));
        assertFails(Failure.NOT_FOUND, text, () -> query(unknown, LogFilter.ALL));
        assertFails(
                Failure.NOT_FOUND,
                text,
                () -> {
                    try (LogReader follower = bench.backend().open(unknown, 0, true)) {
                        follower.next(SOON);
                    }
                });
    }

    @Test
    void aUnitThatWritesToAFileSaysSo() throws Exception {
        Path file = directory.resolve("elsewhere.log");
        WritingUnit unit =
                new WritingUnit(
                        "elsewhere",
                        directory.resolve("unit"),
                        "StandardOutput=append:" + file,
                        "StandardError=inherit");
        unit.write("not here\n".getBytes(UTF_8));
        assertFails(
                Failure.FAILED_PRECONDITION,
                "StandardOutput= is append",
                () -> lines(service("elsewhere")));
        unit.stop();
    }

    @Test
    void aUnitThatIsGoneStillHasItsLines() throws Exception {
        WritingUnit unit = new WritingUnit("gone", directory.resolve("unit"));
        unit.write("last words\n".getBytes(UTF_8));
        unit.stop();
        assertThat(lines(service("gone"))).containsExactly("last words");
        assertThat(query(service("gone"), LogFilter.ALL.containing("nothing of it")).total())
                .isZero();
    }

    @Test
    void whatSystemdSaysAboutAUnitIsNotWhatItWrote() throws Exception {
        WritingUnit unit = new WritingUnit("talked-about", directory.resolve("unit"));
        unit.write("mine\n".getBytes(UTF_8));
        unit.stop();
        assertThat(Bed.run("journalctl", "--unit=talked-about.service", "--output=cat"))
                .contains("Started");
        assertThat(lines(service("talked-about"))).containsExactly("mine");
    }

    @Test
    void hostileNamesNameUnitsThatAreNotThere() {
        for (String name :
                List.of("--root=/", "-f", "*", "a _PID=1", "web\n_PID=1", "$(reboot)", "")) {
            assertFails(Failure.NOT_FOUND, "not found", () -> query(service(name), LogFilter.ALL));
        }
    }

    @Test
    void aLevelIsThatAndWorseAndAnUnknownOneIsError() throws Exception {
        WritingUnit unit = new WritingUnit("levels", directory.resolve("unit"));
        for (int priority = 0; priority < 8; priority++) {
            unit.write("<%d>%d\n".formatted(priority, priority).getBytes(UTF_8));
        }
        ServiceSpec levels = service("levels");
        assertThat(query(levels, LogFilter.ALL.ofLevel("crit")).lines())
                .containsExactly("0", "1", "2");
        assertThat(query(levels, LogFilter.ALL.ofLevel("warning")).total()).isEqualTo(5);
        assertThat(query(levels, LogFilter.ALL.ofLevel("debug")).total()).isEqualTo(8);
        assertThat(query(levels, LogFilter.ALL.ofLevel("loud")).total()).isEqualTo(4);
        unit.stop();
    }

    @Test
    void aTimeLeavesOutWhatIsBeforeAndAfterIt() throws Exception {
        WritingUnit unit = new WritingUnit("times", directory.resolve("unit"));
        unit.write("before\n".getBytes(UTF_8));
        Instant begin = Instant.now();
        unit.write("within\n".getBytes(UTF_8));
        Instant end = Instant.now();
        unit.write("after\n".getBytes(UTF_8));
        ServiceSpec times = service("times");
        LogFilter within = LogFilter.ALL.between(begin, end);
        assertThat(query(times, within).lines()).containsExactly("within");
        assertThat(bench.backend().query(times, LogQuery.of(within).reversed()).lines())
                .containsExactly("within");
        Duration anHour = Duration.ofHours(1);
        assertThat(query(times, LogFilter.ALL.between(begin.minus(anHour), begin)).lines())
                .containsExactly("before");
        unit.stop();
    }

    @Test
    void thisBootHasWhatWasWrittenInIt() throws Exception {
        WritingUnit unit = new WritingUnit("booted", directory.resolve("unit"));
        unit.write("now\n".getBytes(UTF_8));
        String id =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                        .strip()
                        .replace("-", "");
        for (String boot : List.of("0", id)) {
            assertThat(query(service("booted"), LogFilter.ALL.during(new LogBoot(boot))).lines())
                    .containsExactly("now");
        }
        for (String none : List.of("f".repeat(32), "-5")) {
            LogFilter filter = LogFilter.ALL.during(new LogBoot(none));
            assertFails(Failure.UNAVAILABLE, "journalctl", () -> query(service("booted"), filter));
        }
        unit.stop();
    }

    @Test
    void aUnitOfAUserIsReadFromTheJournalOfThatUser() throws Exception {
        String uid =
                Bed.run(
                        "sh",
                        "-c",
                        "id $0 >/dev/null 2>&1 || useradd --system --create-home $0; uid=$(id -u $0);"
                                + " mkdir -p /run/user/$uid; chmod 700 /run/user/$uid;"
                                + " chown $0: /run/user/$uid; systemctl start user@$uid.service;"
                                + " chmod -R a+rwX $1; echo $uid",
                        USER,
                        directory.toString());
        List<String> asUser =
                List.of(
                        "setpriv",
                        "--reuid=" + uid,
                        "--regid=" + uid,
                        "--clear-groups",
                        "env",
                        "XDG_RUNTIME_DIR=/run/user/" + uid);
        WritingUnit own = new WritingUnit(asUser, "shared-name", directory.resolve("own"));
        WritingUnit system = new WritingUnit("shared-name", directory.resolve("system"));
        own.write("of the user\n".getBytes(UTF_8));
        system.write("of the system\n".getBytes(UTF_8));
        assertThat(lines(service("shared-name"))).containsExactly("of the system");
        try (JournalBench users =
                new JournalBench(directory.resolve("users"), Map.of("user.unit", "true"))) {
            Optional<String> user = Optional.of(USER);
            try (LogReader reader = users.backend().open(service("shared-name", user), 10, false)) {
                assertThat(drain(reader)).containsExactly("of the user");
            }
            assertFails(
                    Failure.NOT_FOUND,
                    "no-such-unit.service of uid " + uid,
                    () ->
                            users.backend()
                                    .query(
                                            service("no-such-unit", user),
                                            LogQuery.of(LogFilter.ALL)));
            assertFails(
                    Failure.FAILED_PRECONDITION,
                    "startup.user",
                    () -> users.backend().open(service("shared-name"), 10, false));
        }
        own.stop();
        system.stop();
    }

    @Test
    void defect17WithoutAJournalThereIsAnErrorAndNoLine() throws Exception {
        WritingUnit unit = new WritingUnit("silent", directory.resolve("unit"));
        try (JournalBench none =
                new JournalBench(
                        directory.resolve("bench"),
                        Map.of(),
                        Programs.searchPath(),
                        List.of(directory.resolve("no-journal")),
                        null)) {
            assertFails(
                    Failure.UNAVAILABLE,
                    "there is no journal on this machine",
                    () -> none.backend().query(service("silent"), LogQuery.of(LogFilter.ALL)));
        }
        unit.stop();
    }

    @Test
    void onlySoManyReadAtATime() throws Exception {
        WritingUnit unit = new WritingUnit("popular", directory.resolve("unit"));
        unit.write(numbered(1, 3).getBytes(UTF_8));
        ServiceSpec popular = service("popular");
        try (JournalBench narrow =
                new JournalBench(directory.resolve("bench"), Map.of("max.readers", 1))) {
            try (LogReader reader = narrow.backend().open(popular, 0, true)) {
                assertFails(
                        Failure.UNAVAILABLE,
                        "systemd.journal_readers",
                        () -> narrow.backend().query(popular, LogQuery.of(LogFilter.ALL)));
                assertThat(reader.ended()).isFalse();
            }
            assertThat(narrow.backend().query(popular, LogQuery.of(LogFilter.ALL)).total())
                    .isEqualTo(3);
        }
        unit.stop();
    }
}
