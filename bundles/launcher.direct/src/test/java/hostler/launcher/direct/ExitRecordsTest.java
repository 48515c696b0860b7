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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class ExitRecordsTest {
    private static final BirthRecord BIRTH =
            new BirthRecord("web-1", process(10), process(9), Instant.EPOCH);
    private static final ExitRecord EXIT =
            new ExitRecord("web-1", new ExitStatus.Exited(5), Instant.EPOCH, false);

    @TempDir Path directory;

    private final OneBirth door = new OneBirth(BIRTH);
    private final FakeProcesses processes = new FakeProcesses(signal -> {});
    private ExitRecords records;

    @BeforeEach
    void watch() throws Exception {
        records = ExitRecords.watch(door, processes, directory, ExitRecords.PATIENCE);
    }

    @AfterEach
    void close() throws Exception {
        records.close();
    }

    private CompletableFuture<ExitRecord> awaited() {
        CompletableFuture<ExitRecord> exit = new CompletableFuture<>();
        Thread.startVirtualThread(
                () -> {
                    try {
                        exit.complete(records.await(directory, BIRTH));
                    } catch (InterruptedException e) {
                        exit.completeExceptionally(e);
                    }
                });
        return exit;
    }

    @Test
    void recordThatIsThereIsTakenAtOnce() throws Exception {
        door.exit().set(EXIT);
        assertThat(records.await(directory, BIRTH)).isEqualTo(EXIT);
    }

    @Test
    void recordIsTakenWhenItAppears() throws Exception {
        processes.begin(BIRTH.keeper());
        CompletableFuture<ExitRecord> first = awaited();
        CompletableFuture<ExitRecord> second = awaited();
        door.exit().set(EXIT);
        Files.createFile(directory.resolve("web-1.exit"));
        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo(EXIT);
        assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo(EXIT);
    }

    @Test
    void keeperThatEndsWithoutARecordLeavesTheExitUnknown() throws Exception {
        processes.begin(BIRTH.keeper());
        CompletableFuture<ExitRecord> exit = awaited();
        processes.end(BIRTH.keeper());
        assertThat(exit.get(5, TimeUnit.SECONDS).status()).isEqualTo(new ExitStatus.Unknown());
    }

    @Test
    void keeperThatIsGoneIsNotWaitedFor() throws Exception {
        assertThat(records.await(directory, BIRTH).status()).isEqualTo(new ExitStatus.Unknown());
    }

    @Test
    void silentKeeperIsGivenUp() throws Exception {
        processes.begin(BIRTH.keeper());
        try (ExitRecords hasty =
                ExitRecords.watch(door, processes, directory, Duration.ofMillis(50))) {
            assertThat(hasty.await(directory, BIRTH).status()).isEqualTo(new ExitStatus.Unknown());
        }
    }
}
