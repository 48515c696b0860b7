package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.api.BirthRecord;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.TreeUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcMeterTest {

    /** A tenth of a second a tick, pages of 1000 bytes, up for 100 s. */
    private static final long TICKS = 10;

    private static final ProcessIdentity MAIN = new ProcessIdentity("boot", 50, 400);

    @TempDir Path machine;

    private Path proc() throws Exception {
        Path boot = Files.createDirectories(machine.resolve("proc/sys/kernel/random"));
        Files.writeString(boot.resolve("boot_id"), "boot\n");
        Files.writeString(machine.resolve("proc/uptime"), "100.00 50.00\n");
        return machine.resolve("proc");
    }

    private ProcMeter meter() throws Exception {
        GroupMembers groups = new GroupMembers(proc(), machine.resolve("groups"));
        return new ProcMeter(new ProcFileSystem(proc()), Optional.of(groups), TICKS, 1000);
    }

    /** A process with two ticks of its own, three of children, and four pages. */
    private void process(int pid, String name, int parent, String group) throws Exception {
        Path directory = Files.createDirectories(proc().resolve("" + pid));
        Files.writeString(
                directory.resolve("stat"),
                pid
                        + " ("
                        + name
                        + ") S "
                        + parent
                        + " 1 1"
                        + " 0".repeat(7)
                        + " 1 1 2 1"
                        + " 0 0 0 0 400 0 4\n");
        Files.writeString(directory.resolve("cgroup"), "1:name=systemd:/x\n0::" + group + "\n");
    }

    private TreeUsage usageOfMain() throws Exception {
        return meter().measure(List.of(MAIN)).get(MAIN);
    }

    @Test
    void underAKeeperItIsAllThatDescendsFromTheKeeper() throws Exception {
        process(1, "init", 0, "/");
        process(40, "hostler-keeper", 1, "/agent");
        process(50, "web", 40, "/agent");
        process(51, "worker", 50, "/agent");
        process(52, "orphan", 40, "/elsewhere");
        process(60, "stranger", 1, "/agent");

        TreeUsage usage = usageOfMain();

        assertThat(usage.processes()).isEqualTo(3);
        assertThat(usage.residentBytes()).isEqualTo(12_000);
        // Five ticks of each, and the three of whom the keeper has waited for.
        assertThat(usage.cpu()).isEqualTo(Duration.ofMillis(1800));
        assertThat(usage.age()).isEqualTo(Duration.ofSeconds(60));
    }

    private void unit(String cpuStat) throws Exception {
        process(1, "systemd", 0, "/init.scope");
        process(50, "web", 1, "/system.slice/web.service");
        process(51, "worker", 1, "/system.slice/web.service/sub");
        process(60, "stranger", 50, "/elsewhere");
        Path group = machine.resolve("groups/system.slice/web.service");
        Files.createDirectories(group.resolve("sub"));
        Files.writeString(group.resolve("cgroup.procs"), "50\n");
        Files.writeString(group.resolve("cpu.stat"), cpuStat);
        Files.writeString(group.resolve("sub/cgroup.procs"), "51\n77\n");
    }

    @Test
    void ofAUnitItIsWhoeverIsInItsGroupAndWhatTheGroupHasUsed() throws Exception {
        unit("usage_usec 2500000\nuser_usec 1\n");

        TreeUsage usage = usageOfMain();

        assertThat(usage.processes()).isEqualTo(2);
        assertThat(usage.residentBytes()).isEqualTo(8_000);
        assertThat(usage.cpu()).isEqualTo(Duration.ofMillis(2500));
    }

    @Test
    void whereTheGroupDoesNotCountItsProcessesDo() throws Exception {
        unit("");

        assertThat(usageOfMain().cpu()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void inSomebodyElsesGroupItIsWhatDescendsFromTheMainProcess() throws Exception {
        process(1, "init", 0, "/session");
        process(50, "web", 1, "/session");
        process(51, "worker", 50, "/session");
        process(60, "stranger", 1, "/session");
        Path group = Files.createDirectories(machine.resolve("groups/session"));
        Files.writeString(group.resolve("cgroup.procs"), "1\n50\n51\n60\n");

        assertThat(usageOfMain().processes()).isEqualTo(2);
    }

    @Test
    void theRootOfTheHierarchyIsNobodysOwnGroup() throws Exception {
        process(1, "init", 0, "/init");
        process(50, "web", 1, "/");

        assertThat(usageOfMain().processes()).isEqualTo(1);
    }

    @Test
    void whoIsGoneOrAnotherOrOfAnotherBootIsMissing() throws Exception {
        process(50, "web", 1, "/");
        ProcessIdentity gone = new ProcessIdentity("boot", 49, 400);
        ProcessIdentity another = new ProcessIdentity("boot", 50, 401);
        ProcessIdentity before = new ProcessIdentity("earlier", 50, 400);

        assertThat(meter().measure(List.of(gone, another, before))).isEmpty();
        assertThat(meter().measure(List.of())).isEmpty();
    }

    @Test
    void realTreesAreMeasuredOrphansIncluded() throws Exception {
        try (Launches launches = new Launches(machine)) {
            BirthRecord birth =
                    launches.spawn(
                            launches.shell(
                                    "(setsid sh -c 'echo > there; exec sleep 60' &);"
                                            + " exec sleep 60"));
            assertThat(Records.await(machine.resolve("there"))).isTrue();

            TreeUsage usage =
                    new ProcMeter().measure(List.of(birth.process())).get(birth.process());

            assertThat(usage.processes()).isEqualTo(2);
            assertThat(usage.residentBytes()).isPositive();
            assertThat(usage.cpu()).isLessThan(Duration.ofSeconds(10));
        }
    }
}
