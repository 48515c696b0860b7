package hostler.logs.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceSpec;
import hostler.logs.api.LogBackend;
import hostler.logs.api.LogEntry;
import hostler.logs.api.LogReader;
import hostler.logs.testkit.LogBackendContract;
import hostler.logs.testkit.LogQueryContract;
import hostler.logs.testkit.LoggedService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.util.converter.Converters;

class FileLogBackendTest implements LogBackendContract, LogQueryContract {
    @TempDir Path directory;

    private Path file;
    private ServiceSpec service;
    private FileLogBackend backend;

    @BeforeEach
    void start() {
        file = directory.resolve("log/web.log");
        LoggedService web = LoggedService.direct("web", file);
        service = web.spec();
        backend =
                new FileLogBackend(
                        config(Map.of()), LoggedService.registry(web), new WholeFileDoor());
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    private static FileLogBackend.Config config(Map<String, Object> properties) {
        return Converters.standardConverter().convert(properties).to(FileLogBackend.Config.class);
    }

    @Override
    public LogBackend backend() {
        return backend;
    }

    @Override
    public ServiceSpec service() {
        return service;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void write(String text) throws IOException {
        LogBackendContract.super.write(text);
    }

    @Override
    public String marked(String level, String text) {
        return level.toUpperCase(Locale.ROOT) + " " + text;
    }

    private LogReader follow(int tail) throws ServiceException {
        return backend.open(service, tail, true);
    }

    @Test
    void emptyLinesAreLines() throws Exception {
        write("one\n\nthree\n");
        try (LogReader reader = backend.open(service, 10, false)) {
            assertThat(LogBackendContract.drain(reader)).containsExactly("one", "", "three");
        }
    }

    @Test
    void resumingInAnotherFileSaysSoAndGivesAllOfIt() throws Exception {
        write("1\n2\n");
        String cursor = cursorAfter(1);
        Files.move(file, directory.resolve("log/elsewhere.log"));
        write("3\n");
        try (LogReader reader = backend.resume(service, cursor, false)) {
            assertThat(reader.next(SOON)).containsInstanceOf(LogEntry.Gap.class);
            assertThat(LogBackendContract.drain(reader)).containsExactly("3");
        }
    }

    @Test
    void aFileThatWasRenamedMeanwhileIsReadToItsEndFirst() throws Exception {
        write("1\n2\n");
        String cursor = cursorAfter(1);
        rotate(1);
        write("3\n");
        try (LogReader reader = backend.resume(service, cursor, false)) {
            assertThat(LogBackendContract.drain(reader)).containsExactly("2", "3");
        }
        try (LogReader follower = backend.resume(service, cursor, true)) {
            assertThat(LogBackendContract.take(follower, 2)).containsExactly("2", "3");
            write("4\n");
            assertThat(LogBackendContract.take(follower, 1)).containsExactly("4");
        }
    }

    @Test
    void aFileThatWasRenamedTwiceLeavesAGapBehind() throws Exception {
        write("1\n2\n");
        String cursor = cursorAfter(1);
        rotate(2);
        write("3\n");
        Files.setLastModifiedTime(
                directory.resolve("log/web.log.2"), FileTime.from(Instant.now().minusSeconds(60)));
        rotate(1);
        write("4\n");
        try (LogReader reader = backend.resume(service, cursor, false)) {
            assertThat(LogBackendContract.take(reader, 1)).containsExactly("2");
            assertThat(reader.next(SOON)).containsInstanceOf(LogEntry.Gap.class);
            assertThat(LogBackendContract.drain(reader)).containsExactly("4");
        }
    }

    @Test
    void aPlaceBeforeTheFirstFileLeadsToItsBeginning() throws Exception {
        String cursor;
        try (LogReader follower = follow(0)) {
            cursor = follower.cursor().orElseThrow();
        }
        write("1\n");
        try (LogReader reader = backend.resume(service, cursor, false)) {
            assertThat(LogBackendContract.drain(reader)).containsExactly("1");
        }
    }

    private void rotate(int number) throws IOException {
        Files.move(file, directory.resolve("log/web.log." + number));
    }

    private String cursorAfter(int lines) throws Exception {
        try (LogReader reader = backend.open(service, 100, false)) {
            LogBackendContract.take(reader, lines);
            return reader.cursor().orElseThrow();
        }
    }

    @Test
    void defect7FollowingAcrossARotationLosesAndDoublesNothing() throws Exception {
        write("old 1\n");
        try (LogReader follower = follow(10)) {
            assertThat(follower.next(SOON)).contains(LogBackendContract.line("old 1"));
            write("old 2\nold 3, unfinished");
            Files.move(file, directory.resolve("log/web.log.1"));
            write("new 1\n");
            assertThat(LogBackendContract.take(follower, 3))
                    .containsExactly("old 2", "old 3, unfinished", "new 1");
        }
    }

    @Test
    void renamedFileIsFollowedUntilAnotherTakesItsName() throws Exception {
        write("1\n");
        Path renamed = directory.resolve("log/web.log.1");
        try (LogReader follower = follow(10)) {
            assertThat(follower.next(SOON)).contains(LogBackendContract.line("1"));
            Files.move(file, renamed);
            assertThat(follower.next(A_MOMENT)).isEmpty();
            Files.writeString(renamed, "2\n", StandardOpenOption.APPEND);
            write("3\n");
            assertThat(LogBackendContract.take(follower, 2)).containsExactly("2", "3");
        }
    }

    @Test
    void fileThatWasCutOffIsReadFromItsBeginning() throws Exception {
        write("a long line before\n");
        try (LogReader follower = follow(10)) {
            assertThat(follower.next(SOON)).contains(LogBackendContract.line("a long line before"));
            Files.writeString(file, "after\n", StandardOpenOption.TRUNCATE_EXISTING);
            assertThat(follower.next(SOON)).contains(LogBackendContract.line("after"));
        }
    }

    @Test
    void directoryThatWasRemovedIsWatchedAgain() throws Exception {
        write("1\n");
        try (LogReader follower = follow(10)) {
            assertThat(follower.next(SOON)).contains(LogBackendContract.line("1"));
            Files.delete(file);
            Files.delete(file.getParent());
            assertThat(follower.next(A_MOMENT)).isEmpty();
            write("2\n");
            assertThat(follower.next(SOON)).contains(LogBackendContract.line("2"));
        }
    }

    @Test
    void otherFilesOfTheDirectoryAreNotMistaken() throws Exception {
        try (LogReader follower = follow(10)) {
            Files.writeString(file.resolveSibling("web.log.1"), "not mine\n");
            assertThat(follower.next(A_MOMENT)).isEmpty();
        }
    }

    @Test
    void zerosThatTheServiceWroteAreContent() throws Exception {
        write("a\0b\n\0\0\n");
        try (LogReader reader = backend.open(service, 10, false)) {
            assertThat(LogBackendContract.drain(reader)).containsExactly("a\0b", "\0\0");
        }
    }

    @Test
    void followersEndWithWhatIsThereWhenTheBackendGoes() throws Exception {
        write("1\n2\n");
        try (LogReader follower = follow(10)) {
            backend.close();
            write("3\n");
            assertThat(LogBackendContract.drain(follower)).containsExactly("1", "2");
        }
    }

    @Test
    void linkIsRefusedAndNotFollowed() throws Exception {
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Files.createFile(directory.resolve("secret")));
        assertThatThrownBy(() -> backend.open(service, 10, false))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.failure()).isEqualTo(Failure.UNAVAILABLE))
                .hasMessageContaining("not a regular file");
    }

    @Test
    void pipeIsRefusedAndDoesNotBlock() throws Exception {
        Files.createDirectories(file.getParent());
        new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
        assertThatThrownBy(() -> follow(10)).hasMessageContaining("not a regular file");
    }

    @Test
    void negativeTailIsRefused() {
        assertThatThrownBy(() -> backend.open(service, -1, false))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.failure()).isEqualTo(Failure.INVALID_ARGUMENT));
    }

    @Test
    void configDefaults() {
        assertThat(config(Map.of()).retention_interval_ms()).isEqualTo(10_000);
    }

    @Test
    void configMapsEveryProperty() {
        assertThat(config(Map.of("retention.interval.ms", 500L)).retention_interval_ms())
                .isEqualTo(500);
    }
}
