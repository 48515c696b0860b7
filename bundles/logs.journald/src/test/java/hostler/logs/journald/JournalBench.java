package hostler.logs.journald;

import static org.awaitility.Awaitility.await;

import hostler.logs.api.LogBackend;
import hostler.os.linux.KeeperBinary;
import hostler.os.linux.KeeperSpawnDoor;
import hostler.os.linux.NssAccounts;
import hostler.os.linux.PidfdWatch;
import hostler.os.linux.ProcTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.util.converter.Converters;

/** A backend over the real doors. */
final class JournalBench implements AutoCloseable {
    private final Path records;
    private final KeeperSpawnDoor spawn;
    private final ProcTable table = new ProcTable();
    private final PidfdWatch watch = new PidfdWatch(table);
    private final NssAccounts accounts = new NssAccounts();
    private final JournaldLogBackend backend;

    JournalBench(Path directory, Map<String, Object> properties) throws IOException {
        this(directory, properties, Programs.searchPath(), Journalctl.JOURNALS, null);
    }

    /**
     * On a machine that has its programs and its journal elsewhere, or nowhere.
     *
     * @param files reads files
     */
    JournalBench(
            Path directory,
            Map<String, Object> properties,
            List<Path> programs,
            List<Path> journals,
            @Nullable LogBackend files)
            throws IOException {
        records = directory.resolve("journal");
        spawn = new KeeperSpawnDoor(KeeperBinary.extractTo(directory));
        backend =
                new JournaldLogBackend(
                        config(properties),
                        accounts,
                        new Programs(spawn, watch, records, programs),
                        journals,
                        table.bootId(),
                        files);
    }

    static JournaldLogBackend.Config config(Map<String, Object> properties) {
        return Converters.standardConverter()
                .convert(properties)
                .to(JournaldLogBackend.Config.class);
    }

    LogBackend backend() {
        return backend;
    }

    Optional<String> obstacle() {
        return backend.obstacle();
    }

    /** Ends the backend; what reads is closed by who reads. */
    void end() {
        backend.close();
    }

    /** Ends the backend, and waits until the records of all programs are gone. */
    @Override
    public void close() throws IOException {
        backend.close();
        await().until(() -> leftovers().isEmpty());
        spawn.close();
        watch.close();
        accounts.close();
    }

    /** The records that are left. */
    List<Path> leftovers() throws IOException {
        if (!Files.exists(records)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(records)) {
            return files.toList();
        }
    }
}
