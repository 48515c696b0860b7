package hostler.logs.journald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceSpec;
import hostler.logs.api.LogBackend;
import hostler.logs.api.LogFilter;
import hostler.logs.api.LogPage;
import hostler.logs.api.LogQuery;
import hostler.logs.api.LogReader;
import hostler.logs.testkit.LoggedService;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no systemd. */
class JournaldLogBackendConfigTest {
    @TempDir Path directory;

    @Test
    void configDefaults() {
        JournaldLogBackend.Config config = JournalBench.config(Map.of());
        assertThat(config.user_unit()).isEqualTo("auto");
        assertThat(config.create()).isEqualTo("never");
        assertThat(config.max_readers()).isEqualTo(64);
        assertThat(config.query_timeout_ms()).isEqualTo(60_000);
    }

    @Test
    void configMapsEveryProperty() {
        JournaldLogBackend.Config config =
                JournalBench.config(
                        Map.of(
                                "user.unit",
                                "true",
                                "create",
                                "file",
                                "max.readers",
                                3,
                                "query.timeout.ms",
                                2_000L));
        assertThat(config.user_unit()).isEqualTo("true");
        assertThat(config.create()).isEqualTo("file");
        assertThat(config.max_readers()).isEqualTo(3);
        assertThat(config.query_timeout_ms()).isEqualTo(2_000);
    }

    @Test
    void defect17AMachineWithoutJournalctlSaysSo() throws Exception {
        ServiceSpec web =
                new LoggedService("web", "systemd", directory.resolve("none.log"), 1).spec();
        try (JournalBench bare =
                new JournalBench(
                        directory, Map.of(), List.of(directory), List.of(directory), null)) {
            assertThatThrownBy(() -> bare.backend().query(web, LogQuery.of(LogFilter.ALL)))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            e -> assertThat(e.failure()).isEqualTo(Failure.UNAVAILABLE))
                    .hasMessageContaining("there is no journalctl on this machine")
                    .hasMessageContaining(directory.toString());
        }
    }

    /** Has one line in every file. */
    private static final class Files implements LogBackend {
        @Override
        public LogReader open(ServiceSpec spec, int tail, boolean follow) throws ServiceException {
            throw ServiceException.notFound("open");
        }

        @Override
        public LogReader resume(ServiceSpec spec, String cursor, boolean follow)
                throws ServiceException {
            throw ServiceException.notFound("resume");
        }

        @Override
        public LogPage query(ServiceSpec spec, LogQuery query) {
            return new LogPage(List.of("of " + spec.logging().file()), 1, false);
        }
    }

    @Test
    void unitsThatAreMadeWriteToFilesAndThoseAreRead() throws Exception {
        Path file = directory.resolve("web.log");
        ServiceSpec web = new LoggedService("web", "systemd", file, 1).spec();
        try (JournalBench making =
                new JournalBench(
                        directory,
                        Map.of("create", "file"),
                        List.of(directory),
                        List.of(directory),
                        new Files())) {
            LogBackend backend = making.backend();
            assertThat(backend.query(web, LogQuery.of(LogFilter.ALL)).lines())
                    .containsExactly("of " + file);
            assertThatThrownBy(() -> backend.open(web, 0, false)).hasMessageContaining("open");
            assertThatThrownBy(() -> backend.resume(web, "1@2", true))
                    .hasMessageContaining("resume");
        }
    }

    @Test
    void unitsThatAreMadeWriteToFilesAndWithoutThatBackendThereIsNoReader() throws Exception {
        ServiceSpec web =
                new LoggedService("web", "systemd", directory.resolve("web.log"), 1).spec();
        try (JournalBench making = new JournalBench(directory, Map.of("create", "transient"))) {
            assertThatThrownBy(() -> making.backend().query(web, LogQuery.of(LogFilter.ALL)))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            e -> assertThat(e.failure()).isEqualTo(Failure.UNAVAILABLE))
                    .hasMessageContaining("web.log")
                    .hasMessageContaining("no log backend of type 'direct'");
        }
    }

    @Test
    void whatTheMachineLacksIsShownBesideThePlugin() throws Exception {
        try (JournalBench bare =
                new JournalBench(
                        directory, Map.of(), List.of(directory), List.of(directory), null)) {
            assertThat(bare.obstacle()).contains("there is no journalctl on this machine");
        }
    }

    @Test
    void aTailOfLessThanNothingIsRefused() throws Exception {
        ServiceSpec web =
                new LoggedService("web", "systemd", directory.resolve("none.log"), 1).spec();
        try (JournalBench bench = new JournalBench(directory, Map.of())) {
            assertThatThrownBy(() -> bench.backend().open(web, -1, false))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            e -> assertThat(e.failure()).isEqualTo(Failure.INVALID_ARGUMENT));
        }
    }
}
