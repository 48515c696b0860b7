package hostler.health.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hostler.core.api.AgentInfo;
import hostler.health.api.CheckResult;
import hostler.health.api.CheckResult.Outcome;
import hostler.health.api.CheckTarget;
import hostler.health.api.Deadline;
import hostler.health.api.HealthChecker;
import hostler.health.testkit.CheckTargets;
import hostler.health.testkit.HealthCheckerContract;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.UnknownAccountException;
import hostler.os.linux.KeeperBinary;
import hostler.os.linux.KeeperSpawnDoor;
import hostler.os.linux.PidfdWatch;
import hostler.os.linux.ProcTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.util.converter.Converters;

/** Real scripts under real keepers. */
class ScriptHealthCheckerTest implements HealthCheckerContract {
    private static final ProcTable PROCESSES = new ProcTable();

    @TempDir static Path keeperDirectory;
    private static KeeperSpawnDoor spawn;
    private static PidfdWatch watch;

    @TempDir Path home;
    @TempDir Path packageDirectory;
    private HealthChecker checker;

    @BeforeAll
    static void openDoors() throws IOException {
        spawn = new KeeperSpawnDoor(KeeperBinary.extractTo(keeperDirectory));
        watch = new PidfdWatch(PROCESSES);
    }

    @AfterAll
    static void closeDoors() {
        spawn.close();
        watch.close();
    }

    @BeforeEach
    void createChecker() {
        checker = checker(0, Map.of());
    }

    private HealthChecker checker(int uid, Map<String, Object> properties) {
        return new ScriptHealthChecker(
                new Home(home), new OnlyUid(uid), spawn, watch, PROCESSES, config(properties));
    }

    @Override
    public HealthChecker checker() {
        return checker;
    }

    @Override
    public CheckTarget healthyTarget() throws IOException {
        return script("healthy.sh", "exit 0");
    }

    @Override
    public CheckTarget deadTarget() throws IOException {
        return script("dead.sh", "exit 1");
    }

    @Override
    public Optional<CheckTarget> hangingTarget() throws IOException {
        return Optional.of(script("hanging.sh", "sleep 600"));
    }

    @Test
    void exitCodeAndFirstLineAreTheMessage() throws Exception {
        assertThat(check("echo\nprintf '\\033all good\\n'; echo more"))
                .isEqualTo(CheckResult.ok("exit code 0: all good"));
        assertThat(check("echo queue is full >&2; exit 3"))
                .isEqualTo(CheckResult.critical("exit code 3: queue is full"));
    }

    @Test
    void everyWayToFailHasItsOwnReason() throws Exception {
        assertThat(check("kill -9 $$").message())
                .isEqualTo("the check script was killed by signal 9");
        assertThat(check("no-such-command-here").message())
                .startsWith("exit code 127 (a command in it was not found): ");
        assertThat(check("/etc/passwd").message())
                .startsWith("exit code 126 (a command in it is not executable): ");
        assertThat(check("exit 255").message()).isEqualTo("exit code 255");
    }

    @Test
    void missingScriptIsInconclusiveAndNamed() throws Exception {
        CheckTarget nowhere = target(Map.of("script_path", "no/such.sh"));
        CheckTarget directory = target(Map.of("script_path", "."));

        assertThat(check(target(Map.of())))
                .isEqualTo(CheckResult.inconclusive("healthcheck.script_path is missing"));
        assertThat(check(nowhere))
                .isEqualTo(
                        CheckResult.inconclusive(
                                "the check script %s does not exist"
                                        .formatted(packageDirectory.resolve("no/such.sh"))));
        assertThat(check(directory).message()).endsWith("is not a file");
    }

    /** Fault D5. */
    @Test
    void rootRunsNoScriptThatEverybodyMayWrite() throws Exception {
        CheckTarget target = script("open.sh", "exit 0");
        Files.setPosixFilePermissions(
                packageDirectory.resolve("open.sh"), PosixFilePermissions.fromString("rwxr-xrw-"));

        assertThat(check(target).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(check(target).message()).contains("open.sh is writable by everybody");
    }

    @Test
    void scriptKnowsItsServiceAndRunsInThePackagesDirectory() throws Exception {
        assertThat(check("echo $HOSTLER_SERVICE $GREETING $(pwd)").message())
                .isEqualTo("exit code 0: web hello " + packageDirectory.toRealPath());
    }

    /** Fault D2. */
    @Test
    void endlessOutputNeitherBlocksNorFillsAnything() throws Exception {
        assertThat(check("head -c 50000000 /dev/zero; echo; exit 4").message())
                .startsWith("exit code 4");
    }

    /** Fault D1 and complaint 20: the grandchildren of a check that timed out. */
    @Test
    void scriptThatHangsIsKilledWithAllItsChildren() throws Exception {
        Path pids = packageDirectory.resolve("pids");
        CheckTarget target =
                script(
                        "family.sh",
                        "setsid sleep 600 & echo $! > %1$s; sleep 600 & echo $! >> %1$s; wait"
                                .formatted(pids));
        CheckResult result = HealthCheckerContract.check(checker, target, Duration.ofMillis(700));

        assertThat(result).isEqualTo(CheckResult.critical("the check script timed out"));
        assertThat(Files.readAllLines(pids)).hasSize(2).noneMatch(ScriptHealthCheckerTest::isAlive);
    }

    @Test
    void childLeftBehindNeitherDelaysTheVerdictNorStays() throws Exception {
        Path pids = packageDirectory.resolve("pids");
        long begin = System.nanoTime();

        assertThat(check("sleep 600 & echo $! > %s; echo done; exit 3".formatted(pids)))
                .isEqualTo(CheckResult.critical("exit code 3: done"));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TIMEOUT.dividedBy(2));
        assertThat(Files.readAllLines(pids)).noneMatch(ScriptHealthCheckerTest::isAlive);
    }

    @Test
    void interruptedCheckKillsItsScript() throws Exception {
        Path pids = packageDirectory.resolve("pids");
        CheckTarget target = script("hang.sh", "sleep 600 & echo $$ $! > %s; wait".formatted(pids));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> running =
                    threads.submit(() -> checker.check(target, Deadline.after(TIMEOUT)));
            await().until(() -> Files.exists(pids) && Files.size(pids) > 0);
            threads.shutdownNow();
            assertThatThrownBy(running::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
        }
        assertThat(Files.readString(pids).strip().split(" "))
                .hasSize(2)
                .noneMatch(ScriptHealthCheckerTest::isAlive);
        assertThat(leftovers()).isZero();
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        Path records = Files.createDirectories(home.resolve("var/run/checks"));
        Files.writeString(records.resolve("web.check.of-a-killed-agent.1.out"), "old");
        check("echo hello");
        check("exit 7");

        assertThat(leftovers()).isZero();
    }

    @Test
    void fullHouseIsInconclusive() throws Exception {
        HealthChecker narrow = checker(0, Map.of("max.concurrent", 1));
        CheckTarget hanging = hangingTarget().orElseThrow();
        CheckTarget healthy = healthyTarget();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = threads.submit(() -> narrow.check(hanging, Deadline.after(TIMEOUT)));
            await().until(() -> leftovers() > 0);
            assertThat(narrow.check(healthy, Deadline.after(Duration.ofMillis(50))).message())
                    .isEqualTo("not run: all 1 turns of hostler.health.script are taken");
            threads.shutdownNow();
            assertThatThrownBy(first::get).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void configDefaults() {
        assertThat(config(Map.of()).max_concurrent()).isEqualTo(16);
    }

    @Test
    void everyPropertyIsMapped() {
        assertThat(config(Map.of("max.concurrent", "3")).max_concurrent()).isEqualTo(3);
    }

    private static ScriptHealthChecker.Config config(Map<String, Object> properties) {
        return Converters.standardConverter()
                .convert(properties)
                .to(ScriptHealthChecker.Config.class);
    }

    private static boolean isAlive(String pid) {
        Optional<ProcessIdentity> process = PROCESSES.identify(Integer.parseInt(pid));
        return process.filter(PROCESSES::alive).isPresent();
    }

    private long leftovers() throws IOException {
        Path records = home.resolve("var/run/checks");
        if (!Files.exists(records)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(records)) {
            return files.count();
        }
    }

    private CheckResult check(String script) throws Exception {
        return check(script("check.sh", script));
    }

    private CheckResult check(CheckTarget target) throws Exception {
        return HealthCheckerContract.check(checker, target, TIMEOUT);
    }

    private CheckTarget script(String name, String content) throws IOException {
        Files.writeString(packageDirectory.resolve(name), content + "\n");
        return target(Map.of("script_path", name));
    }

    private CheckTarget target(Map<String, String> settings) {
        return CheckTargets.inDirectory(packageDirectory, settings, TIMEOUT);
    }

    /** An agent of which only the home directory matters. */
    private record Home(Path home) implements AgentInfo {
        @Override
        public String code() {
            return "test";
        }

        @Override
        public String version() {
            return "0";
        }

        @Override
        public Path workspace() {
            return home;
        }

        @Override
        public long pid() {
            return ProcessHandle.current().pid();
        }

        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }
    }

    /** A machine without users. */
    private record OnlyUid(int ownUid) implements Accounts {
        @Override
        public Account resolve(String user, Optional<String> group) throws UnknownAccountException {
            throw new UnknownAccountException("there is no user " + user);
        }
    }
}
