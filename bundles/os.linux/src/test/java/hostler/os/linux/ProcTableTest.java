package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import hostler.os.api.BirthRecord;
import hostler.os.api.ProcessIdentity;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcTableTest {

    private static final ProcessIdentity KEEPER = new ProcessIdentity("boot", 50, 500);
    private static final BirthRecord LAUNCH =
            new BirthRecord("x", new ProcessIdentity("boot", 51, 501), KEEPER, Instant.EPOCH);

    private final ProcTable table = new ProcTable();

    @TempDir Path directory;

    private ProcessIdentity self() {
        return table.identify((int) ProcessHandle.current().pid()).orElseThrow();
    }

    @Test
    void ownProcessIsAlive() {
        assertThat(self().bootId()).isEqualTo(table.bootId()).hasSize(36);
        assertThat(table.alive(self())).isTrue();
    }

    @Test
    void nobodyIsAliveUnderAnotherIdentity() {
        ProcessIdentity self = self();
        ProcessIdentity earlier =
                new ProcessIdentity(self.bootId(), self.pid(), self.startTicks() - 1);

        assertThat(table.alive(earlier)).isFalse();
        assertThat(table.startedAt(earlier)).isEmpty();
        assertThat(table.alive(new ProcessIdentity("other", self.pid(), self.startTicks())))
                .isFalse();
        assertThat(table.identify(Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void startIsByTheWallClock() {
        Instant started = ProcessHandle.current().info().startInstant().orElseThrow();

        assertThat(table.startedAt(self()).orElseThrow())
                .isCloseTo(started, within(2, ChronoUnit.SECONDS));
    }

    @Test
    void interruptedThreadCanRead() {
        Thread.currentThread().interrupt();
        boolean alive = table.alive(self());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(alive).isTrue();
    }

    /** A kernel thread is what a process on its way out is for a moment: alive, without memory. */
    @Test
    void whoHasNoMemoryHasNoEnvironment() throws Exception {
        Path proc = Path.of("/proc");
        assumeThat(proc.resolve("2/comm")).exists().hasContent("kthreadd");

        assertThat(new ProcFileSystem(proc).environment(2)).isEmpty();
    }

    @Test
    void whatCannotBeReadIsNotTakenForGone() throws Exception {
        Files.createDirectories(directory.resolve("7/stat"));
        ProcFileSystem proc = new ProcFileSystem(directory);

        assertThatThrownBy(() -> proc.stat(7))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot read " + directory.resolve("7/stat"));
        assertThat(proc.stat(8)).isEmpty();
    }

    @Test
    void treeHasWhoeverForkedTwiceIntoAnotherSession() throws Exception {
        try (Launches launches = new Launches(directory)) {
            BirthRecord birth =
                    launches.spawn(
                            launches.shell(
                                    "mkfifo ready; (setsid sh -c 'echo > ready; exec sleep 60' &);"
                                            + " read x < ready; echo > there; exec sleep 60"));
            assertThat(Records.await(directory.resolve("there"))).isTrue();

            assertThat(table.tree(birth)).hasSize(2).contains(birth.process());
        }
    }

    @Test
    void withoutKeeperAndMainProcessTheCookieTells() throws Exception {
        try (Launches launches = new Launches(directory)) {
            BirthRecord birth =
                    launches.spawn(
                            launches.shell(
                                    "(setsid sh -c 'echo > there; exec sleep 60' &);"
                                            + " exec sleep 60"));
            assertThat(Records.await(directory.resolve("there"))).isTrue();
            launches.kill(birth.keeper());
            launches.kill(birth.process());
            launches.awaitEnd(birth.keeper());
            launches.awaitEnd(birth.process());
            Set<ProcessIdentity> tree = table.tree(birth);

            assertThat(tree).hasSize(1).doesNotContain(birth.process(), birth.keeper());
        }
    }

    /** A machine of which only the keeper's own files can be read: a pass over it fails. */
    private ProcTable machineOfOne(ProcessIdentity keeper, String children, String state)
            throws Exception {
        Path process = Files.createDirectories(directory.resolve("" + keeper.pid()));
        Path task = Files.createDirectories(process.resolve("task/" + keeper.pid()));
        Path boot = Files.createDirectories(directory.resolve("sys/kernel/random"));
        Files.writeString(boot.resolve("boot_id"), keeper.bootId() + "\n");
        Files.writeString(task.resolve("children"), children);
        writeStat(keeper.pid(), state, keeper.startTicks());
        Files.createDirectories(directory.resolve("999/stat"));
        return new ProcTable(new ProcFileSystem(directory), 100);
    }

    private void writeStat(int pid, String state, long ticks) throws Exception {
        Path process = Files.createDirectories(directory.resolve("" + pid));
        Files.writeString(
                process.resolve("stat"),
                pid + " (x) " + state + " 1 1 1" + " 0".repeat(15) + " " + ticks + " 0 0\n");
    }

    @Test
    void aKeeperWithoutChildrenHasNoTreeAndThereIsNoPass() throws Exception {
        assertThat(machineOfOne(KEEPER, "", "S").tree(LAUNCH)).isEmpty();
    }

    @Test
    void zombiesAndThoseWhoAreGoneAreNoChildren() throws Exception {
        ProcTable machine = machineOfOne(KEEPER, "51 52 ", "S");
        writeStat(51, "Z", 501);

        assertThat(machine.tree(LAUNCH)).isEmpty();
    }

    @Test
    void withALiveChildThereIsAPass() throws Exception {
        ProcTable machine = machineOfOne(KEEPER, "52 51 ", "S");
        writeStat(51, "S", 501);

        assertThatThrownBy(() -> machine.tree(LAUNCH)).hasMessageContaining("999");
    }

    @Test
    void aKeeperThatIsDeadOrAnotherOrTellsNothingIsNoAnswer() throws Exception {
        ProcTable dead = machineOfOne(KEEPER, "", "Z");
        assertThatThrownBy(() -> dead.tree(LAUNCH)).hasMessageContaining("999");
        writeStat(50, "S", 499);
        assertThatThrownBy(() -> dead.tree(LAUNCH)).hasMessageContaining("999");
        writeStat(50, "S", 500);
        assertThat(dead.tree(LAUNCH)).isEmpty();
        Files.delete(directory.resolve("50/task/50/children"));
        assertThatThrownBy(() -> dead.tree(LAUNCH)).hasMessageContaining("999");
    }

    @Test
    void whileAnOrphanLivesTheTreeIsNotEmpty() throws Exception {
        try (Launches launches = new Launches(directory)) {
            BirthRecord birth = launches.spawn(launches.shell("(setsid sleep 60 &) ; exit 0"));
            launches.awaitEnd(birth.process());
            Set<ProcessIdentity> tree = table.tree(birth);
            assertThat(tree).hasSize(1);
            tree.forEach(launches::kill);
            for (ProcessIdentity orphan : tree) {
                launches.awaitEnd(orphan);
            }

            assertThat(table.tree(birth)).isEmpty();
        }
    }

    @Test
    void launchOfAnEarlierBootHasNoTree() {
        ProcessIdentity self = self();
        ProcessIdentity then = new ProcessIdentity("other", self.pid(), self.startTicks());

        assertThat(table.tree(new BirthRecord("x", then, then, Instant.EPOCH))).isEmpty();
    }
}
