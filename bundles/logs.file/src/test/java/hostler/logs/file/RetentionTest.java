package hostler.logs.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.logs.api.LogEntry;
import hostler.logs.api.LogFilter;
import hostler.logs.api.LogPage;
import hostler.logs.api.LogQuery;
import hostler.logs.api.LogReader;
import hostler.logs.testkit.LogBackendContract;
import hostler.logs.testkit.LoggedService;
import hostler.os.linux.LinuxFileDoor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.util.converter.Converters;

/** On real files with real holes. */
@Timeout(60)
class RetentionTest {
    private static final long MIB = 1 << 20;
    private static final long CAP = MIB;
    private static final int UNIT_OF_BLOCKS = 512;
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int LINES = 5_000_000;
    private static final int FOLLOWED_LINES = 1_000_000;

    @TempDir Path directory;

    private final LinuxFileDoor door = new LinuxFileDoor();
    private Path file;
    private LoggedService service;
    private Retention retention;
    private FileLogBackend backend;

    @BeforeEach
    void start() {
        file = directory.resolve("web.log");
        service = new LoggedService("web", "direct", file, CAP);
        retention = new Retention(LoggedService.registry(service), door, INTERVAL);
        FileLogBackend.Config config =
                Converters.standardConverter()
                        .convert(Map.of("retention.interval.ms", Duration.ofDays(1).toMillis()))
                        .to(FileLogBackend.Config.class);
        backend = new FileLogBackend(config, LoggedService.registry(service), door);
    }

    @AfterEach
    void stop() {
        backend.close();
        door.close();
    }

    /** A process that appends the numbers from 1 on, one a line, as fast as it can. */
    private Process writer(int lines) throws IOException {
        return new ProcessBuilder("seq", "1", String.valueOf(lines))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()))
                .start();
    }

    private void write(int from, int to) throws IOException {
        Files.writeString(
                file,
                LogBackendContract.numbered(from, to),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private long allocated() throws Exception {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        String blocks = new String(stat.getInputStream().readAllBytes(), US_ASCII).strip();
        return Long.parseLong(blocks) * UNIT_OF_BLOCKS;
    }

    private List<String> everythingLeft() throws Exception {
        try (LogReader reader = backend.open(service.spec(), Integer.MAX_VALUE, false)) {
            return LogBackendContract.drain(reader);
        }
    }

    @Test
    void writerAtFullSpeedStaysWithinItsCapAndLosesNoLineAfterTheCut() throws Exception {
        Process writer = writer(LINES);
        long most = 0;
        while (writer.isAlive()) {
            retention.pass();
            most = Math.max(most, allocated());
        }
        assertThat(writer.waitFor()).isZero();
        retention.pass();
        assertThat(most).as("of %d bytes", Files.size(file)).isLessThan(Files.size(file) / 2);
        assertThat(allocated()).isLessThanOrEqualTo(CAP + CAP / 8);

        List<String> lines = everythingLeft();
        int first = Integer.parseInt(lines.getFirst());
        assertThat(lines).hasSize(LINES - first + 1);
        assertThat(lines.stream().mapToInt(Integer::parseInt).toArray())
                .isEqualTo(IntStream.rangeClosed(first, LINES).toArray());
        assertThat(lines.size() * 8L).isGreaterThan(CAP - CAP / 8);
    }

    @Test
    void followerOfAFileThatIsBeingCappedSeesWholeLinesInOrder() throws Exception {
        Process writer = writer(FOLLOWED_LINES);
        Thread capping =
                Thread.startVirtualThread(
                        () -> {
                            while (writer.isAlive()) {
                                retention.pass();
                            }
                        });
        int last = 0;
        boolean told = true;
        try (LogReader follower = backend.open(service.spec(), 0, true)) {
            while (last < FOLLOWED_LINES) {
                LogEntry entry = follower.next(LogBackendContract.SOON).orElseThrow();
                if (entry instanceof LogEntry.Line(String text)) {
                    int number = Integer.parseInt(text);
                    assertThat(number).isGreaterThan(last);
                    assertThat(told || number == last + 1).as("%d after %d", number, last).isTrue();
                    last = number;
                }
                told = entry instanceof LogEntry.Gap;
            }
        }
        assertThat(writer.waitFor()).isZero();
        capping.join();
    }

    @Test
    void slowReaderStepsOverWhatWasGivenBack() throws Exception {
        write(1, 300_000);
        try (LogReader reader = backend.open(service.spec(), Integer.MAX_VALUE, false)) {
            assertThat(reader.next(Duration.ZERO)).contains(LogBackendContract.line("line 1"));
            retention.pass();
            List<String> rest = LogBackendContract.drain(reader);
            assertThat(rest.stream().filter(line -> line.contains("given back"))).hasSize(1);
            rest.removeIf(line -> line.contains("given back"));
            assertThat(rest).allMatch(line -> line.matches("line \\d+")).endsWith("line 300000");
            assertThat(rest.size()).isLessThan(200_000);
        }
    }

    @Test
    void resumingWhereThingsWereGivenBackSaysSo() throws Exception {
        write(1, 10);
        String cursor;
        try (LogReader reader = backend.open(service.spec(), Integer.MAX_VALUE, false)) {
            cursor = reader.cursor().orElseThrow();
        }
        write(11, 300_000);
        retention.pass();
        try (LogReader reader = backend.resume(service.spec(), cursor, false)) {
            assertThat(reader.next(Duration.ZERO))
                    .containsInstanceOf(LogEntry.Gap.class)
                    .get()
                    .extracting(LogEntry::text)
                    .asString()
                    .contains("logging.max_size");
            assertThat(LogBackendContract.drain(reader)).endsWith("line 300000");
        }
    }

    @Test
    void queryFindsWhatIsLeft() throws Exception {
        write(1, 300_000);
        retention.pass();
        int left = everythingLeft().size();
        LogQuery newest = LogQuery.of(LogFilter.ALL).reversed();
        assertThat(backend.query(service.spec(), newest.page(0, 1)))
                .isEqualTo(new LogPage(List.of("line 300000"), left, true));
    }

    @Test
    void tailReachesOnlyBackToTheCut() throws Exception {
        write(1, 300_000);
        retention.pass();
        List<String> left = everythingLeft();
        assertThat(left.getFirst()).matches("line \\d+");
        assertThat(left).endsWith("line 300000");
        try (LogReader reader = backend.open(service.spec(), 2, false)) {
            assertThat(LogBackendContract.drain(reader))
                    .containsExactly("line 299999", "line 300000");
        }
    }

    @Test
    void successorOfACappedFileHasACapOfItsOwn() throws Exception {
        write(1, 300_000);
        retention.pass();
        Files.move(file, directory.resolve("web.log.1"));
        write(1, 250_000);
        retention.pass();
        assertThat(allocated()).isLessThanOrEqualTo(CAP + CAP / 8);
    }

    @Test
    void fileThatOutgrowsItsCapIsLookedAtMoreOften() throws Exception {
        assertThat(retention.pass()).isEqualTo(INTERVAL);
        write(1, 300_000);
        Duration hurried = retention.pass();
        assertThat(hurried).isLessThan(INTERVAL);
        assertThat(retention.pass()).isGreaterThan(hurried);
    }

    @Test
    void fileThatAUnitAppendsToHasItsCapToo() throws Exception {
        LoggedService unit = new LoggedService("unit", "systemd", file, CAP);
        write(1, 300_000);
        new Retention(LoggedService.registry(unit), door, INTERVAL).pass();
        assertThat(allocated()).isLessThanOrEqualTo(CAP + CAP / 8);
    }

    @Test
    void fileWithinItsCapIsLeftAlone() throws Exception {
        write(1, 1000);
        retention.pass();
        assertThat(everythingLeft()).hasSize(1000);
    }

    @Test
    void linkIsLeftAlone() throws Exception {
        write(1, 300_000);
        Path other = directory.resolve("other");
        Files.move(file, other);
        Files.createSymbolicLink(file, other);
        retention.pass();
        assertThat(door.firstData(other, 0)).isZero();
    }
}
