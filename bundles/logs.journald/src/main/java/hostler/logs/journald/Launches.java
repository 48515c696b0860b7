package hostler.logs.journald;

import hostler.os.api.BirthRecord;
import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessWatch;
import hostler.os.api.SpawnDoor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The directory where keepers write about programs that are read from, and names. Thread-safe. */
final class Launches {
    private static final long LAST_WORD_SECONDS = 10;

    private final Path directory;
    private final String incarnation =
            Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final AtomicLong runs = new AtomicLong();
    private boolean swept;

    Launches(Path directory) {
        this.directory = directory;
    }

    /** The directory, created when needed; the first call removes what a killed agent left. */
    synchronized Path directory() throws IOException {
        Files.createDirectories(directory);
        if (!swept) {
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory)) {
                for (Path leftover : leftovers) {
                    Files.deleteIfExists(leftover);
                }
            }
            swept = true;
        }
        return directory;
    }

    /** A launch id that was never used before. */
    String nextId() {
        return "journal." + incarnation + "." + runs.incrementAndGet();
    }

    /** The end of a keeper: its records are complete then. */
    static final class KeeperEnd implements AutoCloseable {
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Optional<HeldProcess> keeper;

        KeeperEnd(ProcessWatch watch, BirthRecord birth) {
            keeper = watch.hold(birth.keeper(), ended::countDown);
            if (keeper.isEmpty()) {
                ended.countDown();
            }
        }

        /** Waits for it; a keeper with nothing left to keep ends at once. */
        void await() throws InterruptedException {
            var _ = ended.await(LAST_WORD_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            keeper.ifPresent(HeldProcess::close);
        }
    }

    /** Removes the records of a launch as soon as nobody will write them any more. */
    void forgetAfter(KeeperEnd end, SpawnDoor spawn, String launchId) {
        Thread.startVirtualThread(
                () -> {
                    try (end) {
                        end.await();
                        spawn.forget(directory, launchId);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }
}
