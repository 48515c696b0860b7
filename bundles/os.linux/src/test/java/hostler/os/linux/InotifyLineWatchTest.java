package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hostler.os.api.LineWatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class InotifyLineWatchTest {
    private static final LinuxFileDoor DOOR = new LinuxFileDoor();

    @TempDir Path directory;
    private final InotifyLineWatch logs = new InotifyLineWatch(DOOR);
    private final BlockingQueue<String> found = new LinkedBlockingQueue<>();
    private Path log;

    @BeforeEach
    void name() {
        log = directory.resolve("web.log");
    }

    @AfterEach
    void close() throws IOException {
        logs.close();
    }

    @AfterAll
    static void closeDoor() {
        DOOR.close();
    }

    private LineWatch.Search search(long from) {
        return logs.search(log, "ready", OptionalLong.of(from), found::add);
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void assertFound(String line) throws InterruptedException {
        assertThat(found.poll(10, TimeUnit.SECONDS)).isEqualTo(line);
    }

    private void assertNothingFound() throws InterruptedException {
        assertThat(found.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void theFirstLineIsFoundOnce() throws Exception {
        search(0);
        append("loading\n");
        assertNothingFound();
        append("ready 1\nready 2\n");
        assertFound("ready 1");
        append("ready 3\n");
        assertNothingFound();
    }

    @Test
    void whatIsThereAlreadyCountsFromTheBeginningOfTheLaunchOn() throws Exception {
        append("ready before\nready since\n");
        search("ready before\n".length());
        assertFound("ready since");
    }

    @Test
    void withoutABeginningOnlyWhatIsNewCounts() throws Exception {
        append("ready before\n");
        logs.search(log, "ready", OptionalLong.empty(), found::add);
        append("ready since\n");
        assertFound("ready since");
    }

    @Test
    void aReplacedFileIsReadToItsEndAndTheNewOneFromItsBeginning() throws Exception {
        append("old old old old\n");
        search(0);
        Path before = Files.move(log, directory.resolve("web.log.1"));
        append("new\n");
        Files.writeString(before, "more of the old\n", StandardOpenOption.APPEND);
        append("ready\n");
        assertFound("ready");
    }

    @Test
    void aTruncatedFileIsReadFromItsBeginning() throws Exception {
        append("a long line before the rotation\n");
        search(0);
        assertNothingFound();
        Files.writeString(log, "ready\n");
        assertFound("ready");
    }

    @Test
    void severalLogsOfADirectoryAreKeptApart() throws Exception {
        Path other = directory.resolve("db.log");
        BlockingQueue<String> foundInOther = new LinkedBlockingQueue<>();
        search(0);
        logs.search(other, "ready", OptionalLong.of(0), foundInOther::add);
        append("ready, web\n");
        assertFound("ready, web");
        Files.writeString(other, "ready, db\n");
        assertThat(foundInOther.poll(10, TimeUnit.SECONDS)).isEqualTo("ready, db");
        assertNothingFound();
    }

    @Test
    void aClosedSearchFindsNothingMore() throws Exception {
        search(0).close();
        append("ready\n");
        assertNothingFound();
    }

    @Test
    void aQuoteIsShortAndHarmless() throws Exception {
        search(0);
        append("\u001b[1mready" + "!".repeat(1000) + "\n");
        assertThat(found.poll(10, TimeUnit.SECONDS))
                .startsWith("[1mready!!!")
                .hasSize(InotifyLineWatch.LONGEST_QUOTE);
    }

    @Test
    void whatWasGivenBackIsSteppedOver() throws Exception {
        try (FileChannel file =
                FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Reading so many zeros would take longer than this test may.
            file.position(1L << 40);
            file.write(ByteBuffer.wrap("\nready\n".getBytes(StandardCharsets.US_ASCII)));
        }
        search(0);
        assertFound("ready");
    }

    @Test
    void neitherALinkNorAPipeIsRead() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "ready\n");
        Files.createSymbolicLink(log, secret);
        search(0);
        assertNothingFound();
        Files.delete(log);
        Process mkfifo = new ProcessBuilder("mkfifo", log.toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        search(0);
        assertNothingFound();
        Files.delete(log);
        search(0);
        append("ready, really\n");
        assertFound("ready, really");
    }

    @Test
    void noDescriptorIsLeftOpen() throws Exception {
        search(0);
        append("ready\n");
        assertFound("ready");
        LineWatch.Search closed = search(0);
        closed.close();
        await().until(() -> openOf(log) == 0);
    }

    private static long openOf(Path file) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(fd -> pointsTo(fd, file)).count();
        }
    }

    private static boolean pointsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException gone) {
            return false;
        }
    }
}
