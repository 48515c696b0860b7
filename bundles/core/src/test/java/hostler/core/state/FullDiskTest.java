package hostler.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import hostler.core.api.ServiceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault K4, on a disk that is really full. */
class FullDiskTest {
    private static final int MANY = 50;

    @TempDir Path directory;
    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(directory);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.unmount();
        }
    }

    @Test
    void whatAFullDiskRefusedIsDurableOnceThereIsRoomAndNobodyChangedAnything() throws IOException {
        try (StateStore store = StateStore.open(directory)) {
            store.put(Records.record("early"));
            disk.fill();
            fillLastPage(store);
            store.retry();
            assertThat(store.failure())
                    .hasValueSatisfying(why -> assertThat(why).contains("No space left"));
            assertThat(store.records()).hasSize(MANY + 1);

            disk.makeRoom();
            store.retry();

            assertThat(store.failure()).isEmpty();
        }
        try (StateStore store = StateStore.open(directory)) {
            assertThat(store.records()).hasSize(MANY + 1).containsKey(new ServiceId("early"));
        }
    }

    /** The file's last page may have room for a few lines. */
    private static void fillLastPage(StateStore store) {
        assertThatIOException()
                .isThrownBy(
                        () -> {
                            for (int i = 0; i < MANY; i++) {
                                store.put(Records.record("s" + i));
                            }
                        })
                .withMessageContaining("No space left");
        IntStream.range(0, MANY).forEach(i -> putAnyway(store, "s" + i));
    }

    private static void putAnyway(StateStore store, String name) {
        assertThatIOException().isThrownBy(() -> store.put(Records.record(name)));
    }

    @Test
    void aDiskThatIsFullAtTheStartKeepsNothingFromBeingRead() throws IOException {
        try (StateStore store = StateStore.open(directory)) {
            store.put(Records.record("early"));
        }
        disk.fill();

        try (StateStore store = StateStore.open(directory)) {
            assertThat(store.records()).containsKey(new ServiceId("early"));
            putAnyway(store, "late");
            assertThat(store.records()).containsKey(new ServiceId("late"));
        }
    }
}
