package hostler.os.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what a keeper writes. */
final class Records {

    private Records() {}

    /** Whether the file appears within {@link Launches#SOON}. */
    static boolean await(Path file) {
        return becomes(file.getParent(), () -> Files.exists(file));
    }

    /** Waits until it is so; asks whenever a file of the directory appears or is replaced. */
    static void await(Path directory, BooleanSupplier so) {
        if (!becomes(directory, so)) {
            throw new AssertionError("it did not become so within " + Launches.SOON);
        }
    }

    private static boolean becomes(Path directory, BooleanSupplier so) {
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            long end = System.nanoTime() + Launches.SOON.toNanos();
            while (!so.getAsBoolean() && System.nanoTime() < end) {
                var key = watch.poll(100, TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            }
            return so.getAsBoolean();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
