package hostler.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import hostler.core.api.Desired;
import hostler.core.api.ServiceId;
import hostler.os.api.ExitStatus;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StateStoreTest {

    @TempDir Path directory;

    private void write(String... names) throws IOException {
        try (StateStore store = StateStore.open(directory)) {
            for (String name : names) {
                store.put(Records.record(name));
            }
        }
    }

    private List<String> readNames() throws IOException {
        try (StateStore store = StateStore.open(directory)) {
            return store.records().keySet().stream().sorted().map(ServiceId::name).toList();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void anEmptyDirectoryRemembersNothingAndIsLeftAlone() throws IOException {
        Path fresh = directory.resolve("var/state");

        try (StateStore store = StateStore.open(fresh)) {
            assertThat(store.records()).isEmpty();
        }
        assertThat(fresh).isEmptyDirectory();
    }

    @Test
    void recordsComeBackAsTheyWerePut() throws IOException {
        ServiceRecord web = Records.full("web", new ExitStatus.Killed(9, false));
        ServiceRecord db = Records.full("db", new ExitStatus.Exited(255));
        try (StateStore store = StateStore.open(directory)) {
            store.put(Records.record("web"));
            store.put(db);
            store.put(web);
        }
        try (StateStore store = StateStore.open(directory)) {
            assertThat(store.records()).containsOnlyKeys(web.id(), db.id());
            assertThat(store.records()).containsEntry(web.id(), web).containsEntry(db.id(), db);
        }
    }

    @Test
    void aRemovedRecordStaysRemoved() throws IOException {
        write("a", "b", "c");
        try (StateStore store = StateStore.open(directory)) {
            store.remove(new ServiceId("a"));
            store.remove(new ServiceId("b"));
        }
        assertThat(readNames()).containsExactly("c");
    }

    @Test
    void everyRunWritesAGenerationOfItsOwnAndTwoAreKept() throws IOException {
        write("a");
        write("b");
        write("c");

        assertThat(files()).containsExactly("state.2", "state.3");
        assertThat(readNames()).containsExactly("a", "b", "c");
    }

    @Test
    void onlyTheAgentsUserMayReadIt() throws IOException {
        write("a");

        assertThat(Files.getPosixFilePermissions(directory.resolve("state.1")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void cutAtAnyByteEverythingBeforeTheCutIsKept() throws IOException {
        write("a", "b", "c", "d");
        Path file = directory.resolve("state.1");
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(readNames())
                    .as("cut to %s bytes", length)
                    .isEqualTo(namesInWholeLines(whole, length));
        }
    }

    /** The first line is the header; each line after it names the next letter. */
    private static List<String> namesInWholeLines(byte[] content, int length) {
        List<String> names = new ArrayList<>();
        int lines = 0;
        for (int at = 0; at < length; at++) {
            if (content[at] == '\n' && lines++ > 0) {
                names.add(String.valueOf((char) ('a' + names.size())));
            }
        }
        return names;
    }

    @Test
    void withAnyByteFlippedEverythingBeforeItIsKept() throws IOException {
        write("a", "b", "c", "d");
        Path file = directory.resolve("state.1");
        byte[] whole = Files.readAllBytes(file);

        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << (at % Byte.SIZE));
            Files.write(file, flipped);
            assertThat(readNames())
                    .as("byte %s", at)
                    .containsAll(namesInWholeLines(whole, at))
                    .isSubsetOf("a", "b", "c", "d")
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void whatIsDamagedInTheNewestGenerationIsFilledFromTheOneBefore() throws IOException {
        write("a", "b", "c");
        write("d");
        Path newest = directory.resolve("state.2");
        byte[] content = Files.readAllBytes(newest);
        for (int length = 0; length < content.length; length++) {
            Files.write(newest, Arrays.copyOf(content, length));

            assertThat(readNames()).as("cut to %s bytes", length).contains("a", "b", "c");
        }
    }

    @Test
    void aDamagedGenerationDoesNotCountAsOneToFallBackOn() throws IOException {
        write("a");
        write("b");
        Files.writeString(directory.resolve("state.2"), "0badc0de", StandardOpenOption.APPEND);

        write("c");

        assertThat(files()).containsExactly("state.1", "state.2", "state.3");
        write("d");
        assertThat(files()).containsExactly("state.3", "state.4");
    }

    @Test
    void aTornTailIsNotWrittenBehind() throws IOException {
        write("a", "b");
        Files.writeString(
                directory.resolve("state.1"), "0badc0de {\"put\"", StandardOpenOption.APPEND);

        write("c");

        assertThat(files()).containsExactly("state.1", "state.2");
        assertThat(readNames()).containsExactly("a", "b", "c");
    }

    @Test
    void foreignContentCostsNothingButAWarning() throws IOException {
        Files.write(directory.resolve("state.4"), new byte[100_000]);
        Files.writeString(directory.resolve("state.new"), "left behind");
        Files.writeString(directory.resolve("notes.txt"), "mine");

        write("a");

        assertThat(readNames()).containsExactly("a");
        assertThat(files()).containsExactly("notes.txt", "state.4", "state.5");
    }

    @Test
    void aFileOfANewerAgentIsRefusedAndLeftAsItIs() throws IOException {
        Path file = directory.resolve("state.7");
        byte[] newer = Frame.line(new Entry.Header(StateStore.VERSION + 1, 0));
        Files.write(file, newer);

        assertThatIOException()
                .isThrownBy(() -> StateStore.open(directory))
                .withMessage(
                        file
                                + " was written by a newer agent (version 2 of the format; this one"
                                + " knows 1). Start the newer agent, or move the file away to begin"
                                + " without any memory of the services.");
        assertThat(file).hasBinaryContent(newer);
    }

    @Test
    void aGenerationThatHasOutgrownItsSnapshotIsReplacedByASmallOne() throws IOException {
        ServiceRecord record = Records.full("web", new ExitStatus.Exited(1));
        long line = Frame.line(new Entry.Put(record)).length;
        long puts = 3 * StateStore.GROWTH_BYTES / line;
        try (StateStore store = StateStore.open(directory, descriptor -> {})) {
            for (int i = 0; i < puts; i++) {
                store.put(record);
            }
        }

        assertThat(files()).hasSize(2);
        for (String file : files()) {
            assertThat(Files.size(directory.resolve(file)))
                    .isLessThan(StateStore.GROWTH_BYTES + 4 * line);
        }
        assertThat(readNames()).containsExactly("web");
    }

    @Test
    void changesAtTheSameTimeShareASync() throws Exception {
        int threads = 50;
        AtomicInteger syncs = new AtomicInteger();
        StateStore[] opened = new StateStore[1];
        Sync untilAllHaveJoined =
                descriptor -> {
                    syncs.incrementAndGet();
                    while (opened[0].records().size() < threads) {
                        Thread.onSpinWait();
                    }
                };
        try (StateStore store = StateStore.open(directory, untilAllHaveJoined)) {
            opened[0] = store;
            putAll(store, threads);
        }

        assertThat(syncs).hasValueLessThanOrEqualTo(2);
        assertThat(readNames()).hasSize(threads);
    }

    private static void putAll(StateStore store, int threads) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> puts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                ServiceRecord record = Records.record("s" + i);
                puts.add(
                        executor.submit(
                                () -> {
                                    store.put(record);
                                    return null;
                                }));
            }
            for (Future<?> put : puts) {
                put.get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void manyThreadsOnARealDiskLoseNothing() throws Exception {
        try (StateStore store = StateStore.open(directory)) {
            putAll(store, 200);
        }
        assertThat(new TreeSet<>(readNames())).hasSize(200);
    }

    @Test
    void aChangeIsDurableBeforeThePutReturns() throws IOException {
        try (StateStore store = StateStore.open(directory)) {
            store.put(Records.record("a"));
            assertThat(readNames()).containsExactly("a");
            store.put(Records.record("b"));
            assertThat(readNames()).containsExactly("a", "b");
        }
    }

    @Test
    void afterAFailedWriteTheNextOneMakesEverythingDurable() throws IOException {
        AtomicBoolean full = new AtomicBoolean();
        Sync disk = descriptor -> syncUnless(full, descriptor);
        try (StateStore store = StateStore.open(directory, disk)) {
            store.put(Records.record("a"));
            full.set(true);

            assertThatIOException()
                    .isThrownBy(() -> store.put(Records.record("b")))
                    .withMessage(
                            "cannot write the state in "
                                    + directory
                                    + ": No space left on device; it is kept in memory and written"
                                    + " with the next change");
            assertThat(store.failure()).isPresent();
            assertThatIOException().isThrownBy(() -> store.remove(new ServiceId("a")));
            assertThat(store.records()).containsOnlyKeys(new ServiceId("b"));

            full.set(false);
            store.put(Records.record("c"));

            assertThat(store.failure()).isEmpty();
            assertThat(readNames()).containsExactly("b", "c");
        }
    }

    private static void syncUnless(AtomicBoolean full, FileDescriptor descriptor)
            throws IOException {
        if (full.get()) {
            throw new IOException("No space left on device");
        }
        descriptor.sync();
    }

    @Test
    void aFullDiskAtTheStartDoesNotKeepItFromOpening() throws IOException {
        write("a");
        Sync full = descriptor -> syncUnless(new AtomicBoolean(true), descriptor);

        try (StateStore store = StateStore.open(directory, full)) {
            assertThat(store.records()).containsOnlyKeys(new ServiceId("a"));
            assertThatIOException().isThrownBy(() -> store.put(Records.record("b")));
        }
        assertThat(readNames()).containsExactly("a");
    }

    @Test
    void anInterruptedThreadWritesAllTheSame() throws IOException {
        try (StateStore store = StateStore.open(directory)) {
            store.put(Records.record("a"));
            Thread.currentThread().interrupt();

            store.put(Records.record("b"));

            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(readNames()).containsExactly("a", "b");
    }

    @Test
    void afterClosingNothingIsWritten() throws IOException {
        StateStore store = StateStore.open(directory);
        store.put(Records.record("a"));
        store.close();

        assertThatIOException()
                .isThrownBy(() -> store.put(Records.record("b")))
                .withMessageContaining("the store is closed");
        assertThat(readNames()).containsExactly("a");
    }

    @Test
    void theLastCommandIsRememberedOverADifferentRecordOfTheSameService() throws IOException {
        ServiceId id = new ServiceId("web");
        ServiceRecord stopped =
                new ServiceRecord(
                        id,
                        Optional.of(Desired.STOPPED),
                        "controller",
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty());
        try (StateStore store = StateStore.open(directory)) {
            store.put(Records.full("web", new ExitStatus.Unknown()));
            store.put(stopped);
        }
        try (StateStore store = StateStore.open(directory)) {
            assertThat(store.records()).containsEntry(id, stopped);
        }
    }
}
