package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import hostler.os.api.Account;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.ResourceLimit;
import hostler.os.api.ResourceLimit.Resource;
import hostler.os.api.SpawnOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnLimitsTest {

    private static final int NOBODY = 65534;

    @TempDir Path directory;
    private Launches launches;

    @BeforeEach
    void open() throws Exception {
        launches = new Launches(directory);
    }

    @AfterEach
    void close() {
        launches.close();
    }

    private static ResourceLimit limit(Resource resource, long soft, long hard) {
        return new ResourceLimit(resource, soft, hard);
    }

    @Test
    void everyLimitIsSeenByTheKernel() throws Exception {
        SpawnOrder order =
                Launches.limited(
                        launches.order(Path.of("/bin/cat"), "/proc/self/limits"),
                        limit(Resource.CPU, 100, 101),
                        limit(Resource.FSIZE, 102_000_000, 103_000_000),
                        limit(Resource.STACK, 1_040_000, 1_050_000),
                        limit(Resource.CORE, 0, 107),
                        limit(Resource.NPROC, 1080, 1090),
                        limit(Resource.NOFILE, 110, 111),
                        limit(Resource.MEMLOCK, 112, 113),
                        limit(Resource.AS, 1_140_000_000, ResourceLimit.UNLIMITED));
        launches.run(order);

        assertThat(limits(launches.output(order)))
                .contains(
                        "Max cpu time 100 101 seconds",
                        "Max file size 102000000 103000000 bytes",
                        "Max stack size 1040000 1050000 bytes",
                        "Max core file size 0 107 bytes",
                        "Max processes 1080 1090 processes",
                        "Max open files 110 111 files",
                        "Max locked memory 112 113 bytes",
                        "Max address space 1140000000 unlimited bytes");
    }

    private static Stream<String> limits(String table) {
        return table.lines().map(line -> line.strip().replaceAll(" +", " "));
    }

    @Test
    void limitsHoldForAnotherUserToo() throws Exception {
        assumeThat(new NssAccounts().ownUid()).isZero();
        SpawnOrder order = launches.order(Path.of("/bin/cat"), "/proc/self/limits");
        SpawnOrder asNobody =
                Launches.as(
                        Launches.in(order, Path.of("/"), 022, order.environment()),
                        new Account(NOBODY, NOBODY, List.of()));
        launches.run(Launches.limited(asNobody, limit(Resource.NOFILE, 700, 701)));

        assertThat(limits(launches.output(order))).contains("Max open files 700 701 files");
    }

    @Test
    void limitIsEnforced() throws Exception {
        SpawnOrder order =
                Launches.limited(launches.shell("exec cat /dev/zero > big"), fileSize(4096));
        Optional<ExitRecord> exit = launches.run(order);

        assertThat(exit).map(ExitRecord::status).contains(new ExitStatus.Killed(25, false));
        assertThat(directory.resolve("big")).hasSize(4096);
    }

    private static ResourceLimit fileSize(long bytes) {
        return limit(Resource.FSIZE, bytes, bytes);
    }

    /** Before privileges are dropped it is the agent's capability that counts, not the user's. */
    @Test
    void whoeverHasTheCapabilityRaisesAHardLimitForAnotherUser() throws Exception {
        assumeThat(new NssAccounts().ownUid()).isZero();
        long raised = hardLimitOfFiles() + 1;
        SpawnOrder order = launches.order(Path.of("/bin/cat"), "/proc/self/limits");
        SpawnOrder asNobody =
                Launches.as(
                        Launches.in(order, Path.of("/"), 022, order.environment()),
                        new Account(NOBODY, NOBODY, List.of()));
        SpawnOrder asked = Launches.limited(asNobody, limit(Resource.NOFILE, raised, raised));

        if (hasCapabilityForLimits()) {
            launches.run(asked);
            assertThat(limits(launches.output(asked)))
                    .contains("Max open files " + raised + " " + raised + " files");
        } else {
            assertThatThrownBy(() -> launches.spawn(asked))
                    .hasMessageContaining("EPERM")
                    .hasMessageContaining("only with CAP_SYS_RESOURCE");
        }
    }

    private static long hardLimitOfFiles() throws IOException {
        String line =
                limits(Files.readString(Path.of("/proc/self/limits")))
                        .filter(limit -> limit.startsWith("Max open files "))
                        .findFirst()
                        .orElseThrow();
        return Long.parseLong(line.split(" ", -1)[4]);
    }

    /** Bit 24 of the effective set, capabilities(7). */
    private static boolean hasCapabilityForLimits() throws IOException {
        String effective =
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("CapEff:"))
                        .findFirst()
                        .orElseThrow();
        return (Long.parseUnsignedLong(effective.substring(7).strip(), 16) & (1L << 24)) != 0;
    }

    @Test
    void limitTheKernelRefusesIsNamed() {
        SpawnOrder order =
                Launches.limited(
                        launches.shell("true"), limit(Resource.NOFILE, 1, ResourceLimit.UNLIMITED));

        assertThatThrownBy(() -> launches.spawn(order))
                .hasMessageContaining("cannot set its limits")
                .hasMessageContaining("NOFILE")
                .hasMessageContaining("EPERM");
        assertThat(launches.records).isEmptyDirectory();
    }
}
