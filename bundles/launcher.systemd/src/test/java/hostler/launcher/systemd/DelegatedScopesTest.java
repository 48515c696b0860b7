package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.os.api.BirthRecord;
import hostler.os.api.ControlGroup;
import hostler.os.api.ExitStatus;
import hostler.os.api.KeeperDuties;
import hostler.os.api.Output;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ServiceScopes;
import hostler.os.api.SpawnException;
import hostler.os.api.SpawnOrder;
import hostler.os.linux.CgroupTree;
import hostler.os.linux.KeeperBinary;
import hostler.os.linux.KeeperSpawnDoor;
import hostler.os.linux.NssAccounts;
import hostler.os.linux.PidfdWatch;
import hostler.os.linux.ProcTable;
import hostler.systemd.testkit.Bed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the agent starts itself, in scopes of a real systemd, with real keepers. */
@Timeout(60)
class DelegatedScopesTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** Above the greatest id a process can have. */
    private static final int NOBODY = 4_194_305;

    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir Path directory;
    private final ProcTable table = new ProcTable();
    private final NssAccounts accounts = new NssAccounts();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<BirthRecord> births = new ArrayList<>();
    private PidfdWatch watch;
    private DelegatedScopes scopes;
    private KeeperSpawnDoor door;
    private CgroupTree groups;

    @BeforeAll
    static void bed() {
        Bed.required();
    }

    @BeforeEach
    void open() throws Exception {
        watch = new PidfdWatch(table);
        scopes = new DelegatedScopes(accounts);
        openAgent();
    }

    private void openAgent() throws IOException {
        door = new KeeperSpawnDoor(KeeperBinary.extractTo(directory.resolve("run")));
        groups = new CgroupTree(door);
        groups.setScopes(new Counted(scopes, asked));
    }

    /** Nothing is left that could write into the directory. */
    @AfterEach
    void close() throws Exception {
        door.close();
        for (BirthRecord birth : births) {
            table.tree(birth).forEach(this::kill);
            awaitEnd(birth.keeper());
        }
        groups.close();
        accounts.close();
        watch.close();
    }

    /** Counts how often systemd is asked for a scope. */
    private record Counted(ServiceScopes scopes, AtomicInteger asked) implements ServiceScopes {
        @Override
        public Optional<String> obstacle() {
            return scopes.obstacle();
        }

        @Override
        public Optional<String> group(String service) {
            return scopes.group(service);
        }

        @Override
        public void begin(String group, int first) throws IOException {
            asked.incrementAndGet();
            scopes.begin(group, first);
        }
    }

    private static String fresh(String service) {
        return service + "-" + COUNT.incrementAndGet();
    }

    private ControlGroup group(String service) throws IOException {
        return groups.create(groups.place(service, fresh(service)).orElseThrow());
    }

    private BirthRecord spawn(ControlGroup group, String script) throws Exception {
        BirthRecord birth = door.spawn(order(group, script));
        births.add(birth);
        return birth;
    }

    private SpawnOrder order(ControlGroup group, String script) throws IOException {
        String id = group.directory().getFileName().toString();
        return new SpawnOrder(
                id,
                Path.of("/bin/sh"),
                List.of("-c", script),
                Map.of("PATH", "/usr/bin:/bin"),
                directory,
                Optional.empty(),
                022,
                new Output.Append(directory.resolve(id + ".log")),
                Files.createDirectories(directory.resolve("records")),
                Optional.empty(),
                List.of(),
                new KeeperDuties(
                        Optional.of(group.directory()),
                        false,
                        Optional.empty(),
                        false,
                        Optional.empty()));
    }

    private ExitStatus exit(BirthRecord birth) throws InterruptedException {
        awaitEnd(birth.keeper());
        return door.exit(directory.resolve("records"), birth.launchId()).orElseThrow().status();
    }

    private void kill(ProcessIdentity process) {
        watch.hold(process, () -> {}).ifPresent(held -> held.send(hostler.os.api.Signal.KILL));
    }

    private void awaitEnd(ProcessIdentity process) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        watch.hold(process, ended::countDown).ifPresentOrElse(held -> {}, ended::countDown);
        assertThat(ended.await(SOON.toSeconds(), TimeUnit.SECONDS)).as("%s ends", process).isTrue();
    }

    private static String groupOf(ProcessIdentity process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/cgroup")).stream()
                .filter(line -> line.startsWith("0::"))
                .findFirst()
                .orElseThrow()
                .substring("0::".length());
    }

    private static String state(String scope) throws Exception {
        return Bed.run("systemctl", "show", scope, "-P", "ActiveState");
    }

    private static void awaitState(String scope, String state) throws Exception {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!state(scope).equals(state)) {
            assertThat(System.nanoTime()).as("%s is %s", scope, state).isLessThan(deadline);
        }
    }

    @Test
    void aServiceAndItsKeeperLiveInAScopeOutsideOfTheAgent() throws Exception {
        ControlGroup group = group("place");
        BirthRecord birth = spawn(group, "exec sleep 60");

        String scope = "/hostler.slice/hostler-place.scope";
        assertThat(groupOf(birth.process())).isEqualTo(scope + "/" + birth.launchId());
        assertThat(groupOf(birth.keeper())).isEqualTo(scope);
        assertThat(Bed.run("systemctl", "show", "hostler-place.scope", "-P", "Delegate"))
                .isEqualTo("yes");
        assertThat(group.kill(SOON)).isTrue();
        assertThat(exit(birth)).isEqualTo(new ExitStatus.Killed(9, false));
    }

    @Test
    void aLaunchAfterTheFirstAsksSystemdForNothing() throws Exception {
        ControlGroup first = group("again");
        BirthRecord ended = spawn(first, "exec sleep 60");
        kill(ended.process());
        exit(ended);
        ControlGroup second = group("again");
        first.remove();
        BirthRecord birth = spawn(second, "exec sleep 60");

        assertThat(asked).hasValue(1);
        assertThat(groupOf(birth.process())).contains("hostler-again.scope");
    }

    @Test
    void aScopeEndsWithTheLastGroupInIt() throws Exception {
        ControlGroup group = group("over");
        BirthRecord ended = spawn(group, "exec sleep 60");
        kill(ended.process());
        exit(ended);
        assertThat(state("hostler-over.scope")).isEqualTo("active");
        group.remove();

        awaitState("hostler-over.scope", "inactive");
        assertThat(group.directory().getParent()).doesNotExist();
    }

    @Test
    void aScopeThatIsJustEndingIsMadeAnew() throws Exception {
        for (int round = 1; round <= 20; round++) {
            ControlGroup group = group("hasty");
            BirthRecord birth = spawn(group, "exit 5");
            assertThat(exit(birth)).isEqualTo(new ExitStatus.Exited(5));
            group.remove();
        }
        assertThat(asked).hasValue(20);
    }

    @Test
    void whatEndsTheScopeByHandEndsEverythingInItAndHowIsKnown() throws Exception {
        BirthRecord birth = spawn(group("byhand"), "sleep 60 & exec sleep 61");
        Bed.run("systemctl", "stop", "hostler-byhand.scope");

        assertThat(exit(birth)).isEqualTo(new ExitStatus.Killed(15, false));
        assertThat(table.tree(birth)).isEmpty();
        BirthRecord next = spawn(group("byhand"), "exec sleep 60");
        assertThat(asked).hasValue(2);
        assertThat(groupOf(next.process())).contains("hostler-byhand.scope");
    }

    /** Each round is one more chance to be taken into a scope that is ending. */
    @Test
    void whileItEndsByHandTheNextOneIsAlreadyWantedAndWaits() throws Exception {
        BirthRecord birth = spawn(group("restarted"), "exec sleep 61");
        for (int round = 1; round <= 30; round++) {
            Process stop = stopping("hostler-restarted.scope");
            awaitEnd(birth.process());
            birth = spawnAgain("restarted", "exec sleep 60");
            assertThat(stop.waitFor()).isZero();
            assertThat(state("hostler-restarted.scope")).isEqualTo("active");
            assertThat(table.alive(birth.process())).isTrue();
        }
    }

    /** As the agent does: what was not started because of a passing reason is started anew. */
    private BirthRecord spawnAgain(String service, String script) throws Exception {
        while (true) {
            ControlGroup group = group(service);
            try {
                return spawn(group, script);
            } catch (SpawnException e) {
                assertThat(e.kind()).as(e.getMessage()).isEqualTo(SpawnException.Kind.TRANSIENT);
                group.remove();
            }
        }
    }

    private static Process stopping(String scope) throws IOException {
        return new ProcessBuilder("systemctl", "stop", scope).start();
    }

    @Test
    void theNextAgentFindsTheScopeAndAsksForNothing() throws Exception {
        ControlGroup first = group("adopted");
        BirthRecord birth = spawn(first, "exec sleep 60");
        door.close();
        groups.close();
        openAgent();
        groups.adopt(first.directory());
        awaitWaiting(first, birth);
        kill(birth.process());
        awaitEnd(birth.keeper());
        spawn(group("adopted"), "exec sleep 60");

        assertThat(asked).hasValue(1);
        assertThat(groups.find(first.directory())).isPresent();
    }

    /** Until another keeper than that of a launch is in its scope. */
    private static void awaitWaiting(ControlGroup group, BirthRecord birth) throws IOException {
        Path members = group.directory().resolveSibling("cgroup.procs");
        long deadline = System.nanoTime() + SOON.toNanos();
        while (Files.readAllLines(members).stream().allMatch(("" + birth.keeper().pid())::equals)) {
            assertThat(System.nanoTime()).as("a keeper waits").isLessThan(deadline);
        }
    }

    @Test
    void aScopeIsMadeWhileTheManagerReExecutes() throws Exception {
        spawn(group("before"), "exec sleep 60");
        Process reexec = new ProcessBuilder("systemctl", "daemon-reexec").start();
        BirthRecord birth = spawn(group("meanwhile"), "exec sleep 60");
        reexec.waitFor();

        assertThat(groupOf(birth.process())).contains("hostler-meanwhile.scope");
    }

    @Test
    void whatSystemdRefusesIsSaid() {
        assertThatThrownBy(() -> scopes.begin("hostler.slice/hostler-refused.scope", NOBODY))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("systemd does not make hostler-refused.scope: ");
    }

    @Test
    void groupsAreFoundInScopesOnly() throws Exception {
        Path place = groups.place("web", "web-1").orElseThrow();
        assertThat(groups.find(place)).isEmpty();
        assertThat(groups.find(Path.of("/sys/fs/cgroup/system.slice/dbus.service"))).isEmpty();
        assertThatThrownBy(() -> groups.create(place.resolveSibling("..")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> groups.create(Path.of("/sys/fs/cgroup/other/web-1")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aGroupThatHasVanishedIsWorthAnotherTry() throws Exception {
        ControlGroup group = group("vanished");
        Files.delete(group.directory());
        assertThatThrownBy(() -> spawn(group, "exit 0"))
                .isInstanceOfSatisfying(
                        SpawnException.class,
                        e -> assertThat(e.kind()).isEqualTo(SpawnException.Kind.TRANSIENT));
        group.remove();
    }
}
