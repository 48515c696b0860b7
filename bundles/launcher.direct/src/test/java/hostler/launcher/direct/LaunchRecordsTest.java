package hostler.launcher.direct;

import static hostler.launcher.direct.FakeProcesses.process;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class LaunchRecordsTest {
    private static final BirthRecord BIRTH =
            new BirthRecord("web-1", process(10), process(9), Instant.EPOCH);
    private static final BirthRecord STARTER =
            new BirthRecord(
                    "web-1", process(10), process(9), Instant.EPOCH, false, OptionalLong.empty());
    private static final BirthRecord DAEMON =
            new BirthRecord("web-1", process(11), process(9), Instant.EPOCH);
    private static final ExitRecord EXIT =
            new ExitRecord("web-1", new ExitStatus.Exited(5), Instant.EPOCH, false);

    @TempDir Path directory;

    private final FakeKeeper keeper = new FakeKeeper(BIRTH);
    private final FakeProcesses processes = new FakeProcesses(signal -> {});
    private LaunchRecords records;

    @BeforeEach
    void watch() throws Exception {
        records = LaunchRecords.watch(keeper, processes, directory, LaunchRecords.PATIENCE);
    }

    @AfterEach
    void close() throws Exception {
        records.close();
    }

    private CompletableFuture<Aftermath> awaited(BirthRecord gone) {
        CompletableFuture<Aftermath> aftermath = new CompletableFuture<>();
        Thread.startVirtualThread(
                () -> {
                    try {
                        aftermath.complete(records.aftermath(directory, gone));
                    } catch (InterruptedException e) {
                        aftermath.completeExceptionally(e);
                    }
                });
        return aftermath;
    }

    private static void assertUnknown(Aftermath aftermath) {
        assertThat(aftermath)
                .isInstanceOfSatisfying(
                        Aftermath.Over.class,
                        over ->
                                assertThat(over.exit().status())
                                        .isEqualTo(new ExitStatus.Unknown()));
    }

    @Test
    void recordThatIsThereIsTakenAtOnce() throws Exception {
        keeper.exits(EXIT);
        assertThat(records.aftermath(directory, BIRTH)).isEqualTo(new Aftermath.Over(EXIT));
    }

    @Test
    void recordIsTakenWhenItAppears() throws Exception {
        processes.begin(BIRTH.keeper());
        CompletableFuture<Aftermath> first = awaited(BIRTH);
        CompletableFuture<Aftermath> second = awaited(BIRTH);
        keeper.exits(EXIT, directory);
        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo(new Aftermath.Over(EXIT));
        assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo(new Aftermath.Over(EXIT));
    }

    @Test
    void successorIsTakenWhenItAppears() throws Exception {
        processes.begin(BIRTH.keeper());
        CompletableFuture<Aftermath> aftermath = awaited(STARTER);
        keeper.births(DAEMON, directory);
        assertThat(aftermath.get(5, TimeUnit.SECONDS)).isEqualTo(new Aftermath.Succeeded(DAEMON));
    }

    @Test
    void keeperThatEndsWithoutARecordLeavesTheExitUnknown() throws Exception {
        processes.begin(BIRTH.keeper());
        CompletableFuture<Aftermath> settled = awaited(BIRTH);
        CompletableFuture<Aftermath> unsettled = awaited(STARTER);
        processes.end(BIRTH.keeper());
        assertUnknown(settled.get(5, TimeUnit.SECONDS));
        assertUnknown(unsettled.get(5, TimeUnit.SECONDS));
    }

    @Test
    void keeperThatIsGoneIsNotWaitedFor() throws Exception {
        assertUnknown(records.aftermath(directory, BIRTH));
    }

    @Test
    void silentKeeperIsGivenUpUnlessItExpectsADaemon() throws Exception {
        processes.begin(BIRTH.keeper());
        records.close();
        records = LaunchRecords.watch(keeper, processes, directory, Duration.ofMillis(50));
        CompletableFuture<Aftermath> expecting = awaited(STARTER);
        assertUnknown(awaited(BIRTH).get(5, TimeUnit.SECONDS));
        assertThat(expecting).isNotDone();
        keeper.births(DAEMON, directory);
        assertThat(expecting.get(5, TimeUnit.SECONDS)).isEqualTo(new Aftermath.Succeeded(DAEMON));
    }

    @Test
    void onlyRecordsOfTheLaunchAreLookedAt() throws Exception {
        CompletableFuture<String> looked = new CompletableFuture<>();
        records.add("web-1.birth", () -> looked.complete("at the temporary file of another"));
        records.add("web-1", () -> looked.complete("at its own"));
        Files.createFile(directory.resolve("web-1.birth.tmp"));
        Files.createFile(directory.resolve("web-2.birth"));
        Files.createFile(directory.resolve("web-1.notify"));
        assertThat(looked.get(5, TimeUnit.SECONDS)).isEqualTo("at its own");
    }
}
