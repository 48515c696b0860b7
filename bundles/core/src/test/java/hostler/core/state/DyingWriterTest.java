package hostler.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults A3 and K3: the process ends at every named step of the writer. */
@Timeout(60)
class DyingWriterTest {
    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(Step.class)
    void whateverStepIsTheLastNoAcknowledgedRecordIsLost(Step last) throws Exception {
        for (int times = 1; times <= 2; times++) {
            long acknowledged = writeUntilDeath(last, times);

            try (StateStore store = StateStore.open(directory)) {
                long found = DyingWriter.total(store);
                // The one in flight may be durable without anybody having been told.
                assertThat(found).as("death %s", times).isBetween(acknowledged, acknowledged + 1);
                assertEveryServiceHasItsNewest(store, found);
            }
            assertThat(generations()).hasSizeLessThanOrEqualTo(Generations.MOST_KEPT);
        }
    }

    /** The number that was acknowledged last. */
    private long writeUntilDeath(Step last, int times) throws Exception {
        long acknowledged = newest();
        Process writer =
                DyingWriter.start(
                        DyingWriter.class,
                        directory.toString(),
                        last.name(),
                        Integer.toString(times));
        try (BufferedReader lines = writer.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged = Long.parseLong(line);
            }
        }
        assertThat(writer.waitFor()).isEqualTo(137);
        return acknowledged;
    }

    private long newest() throws IOException {
        try (StateStore store = StateStore.open(directory)) {
            return DyingWriter.total(store);
        }
    }

    static void assertEveryServiceHasItsNewest(StateStore store, long newest) {
        for (long total = Math.max(1, newest - DyingWriter.SERVICES + 1);
                total <= newest;
                total++) {
            ServiceRecord record =
                    store.records().get(new ServiceId("s" + total % DyingWriter.SERVICES));
            assertThat(record).isNotNull();
            assertThat(record.totalRestarts()).isEqualTo(total);
            assertThat(record.handle().orElseThrow().launchId()).isEqualTo("l" + total);
        }
    }

    private List<Path> generations() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("state\\.\\d+"))
                    .toList();
        }
    }
}
