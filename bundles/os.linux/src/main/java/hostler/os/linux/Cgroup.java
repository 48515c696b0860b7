package hostler.os.linux;

import hostler.os.api.ControlGroup;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One group, by the files of its directory; see "Core Interface Files" in the kernel's
 * cgroup-v2.rst.
 *
 * @param directory of the group
 * @param lane where waiting for the kernel blocks
 */
record Cgroup(Path directory, NativeLane lane) implements ControlGroup {

    private static final int LONGEST_EVENTS = 4096;
    private static final int SEEK_SET = 0;

    @Override
    public boolean populated() throws IOException {
        // A plain stream: an interrupted thread must be able to ask.
        try (var events = new FileInputStream(file("cgroup.events"))) {
            return says(events.readNBytes(LONGEST_EVENTS), "populated 1");
        } catch (IOException e) {
            passIfGone(e);
            return false;
        }
    }

    private File file(String name) {
        return directory.resolve(name).toFile();
    }

    private static boolean says(byte[] events, String line) {
        List<String> lines = new String(events, StandardCharsets.US_ASCII).lines().toList();
        return lines.contains(line);
    }

    private void passIfGone(IOException e) throws IOException {
        if (Files.exists(directory)) {
            throw e;
        }
    }

    @Override
    public boolean kill(Duration patience) throws IOException {
        return bringAbout("cgroup.kill", "populated 0", patience);
    }

    @Override
    public void thaw() throws IOException {
        write("cgroup.freeze", "0");
    }

    private void write(String name, String value) throws IOException {
        try (var out = new FileOutputStream(file(name))) {
            out.write(value.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            passIfGone(e);
        }
    }

    @Override
    public boolean freeze(Duration patience) throws IOException {
        return bringAbout("cgroup.freeze", "frozen 1", patience);
    }

    /**
     * Asks for something, and waits until the group's events say so; of a group that is gone, yes.
     */
    private boolean bringAbout(String file, String event, Duration patience) throws IOException {
        try {
            return lane.call(() -> bringAbout(file, event, System.nanoTime() + patience.toNanos()));
        } catch (IOException e) {
            passIfGone(e);
            return true;
        }
    }

    private boolean bringAbout(String file, String event, long deadline) throws IOException {
        int events = Descriptors.open(file("cgroup.events").toPath(), Descriptors.O_RDONLY);
        try {
            write(file, "1");
            return await(event, events, deadline);
        } finally {
            Descriptors.close(events);
        }
    }

    /* The kernel tells of what has changed since the file was read last: nothing is missed. */
    private static boolean await(String event, int events, long deadline) throws IOException {
        while (true) {
            Descriptors.seek(events, 0, SEEK_SET);
            if (says(Descriptors.read(events, LONGEST_EVENTS), event)) {
                return true;
            }
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive() || !Descriptors.changed(events, left.plusMillis(1))) {
                return false;
            }
        }
    }

    /** {@inheritDoc} A service may have made groups below its own; the deepest goes first. */
    @Override
    public void remove() throws IOException {
        if (populated()) {
            return;
        }
        try {
            Files.walkFileTree(directory, new Removal());
        } catch (IOException e) {
            // Somebody was moved into it meanwhile; it stays.
            if (!populated()) {
                passIfGone(e);
            }
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (why instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw why;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path group, @Nullable IOException why)
                throws IOException {
            Files.deleteIfExists(group);
            return FileVisitResult.CONTINUE;
        }
    }
}
