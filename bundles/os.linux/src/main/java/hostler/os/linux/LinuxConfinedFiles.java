package hostler.os.linux;

import hostler.os.api.ConfinedFile;
import hostler.os.api.ConfinedFiles;
import hostler.os.api.FileAttributes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Files below directories that are reached through {@link ConfinedDirectory}. An interrupt leaves
 * nothing half done.
 */
@Component(service = ConfinedFiles.class)
public final class LinuxConfinedFiles implements ConfinedFiles, AutoCloseable {

    private static final int LOCKS = 64;
    private static final int CHUNK = 64 << 10;

    private final NativeLane lane = new NativeLane("hostler-confined");

    /** Two changes of one file take turns, for they share the name of the temporary file. */
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

    /** Opens nothing yet. */
    @Activate
    public LinuxConfinedFiles() {}

    /** Calls under way are finished; no new one begins. */
    @Deactivate
    @Override
    public void close() {
        lane.close();
    }

    /** What is done in the directory of a file that is there. */
    @FunctionalInterface
    private interface Work<T> {
        T in(ConfinedDirectory directory, String name) throws IOException;
    }

    @Override
    public Optional<ConfinedFile> read(Path file, long most) throws IOException {
        return call("read", file, () -> readNow(file, most));
    }

    private static Optional<ConfinedFile> readNow(Path file, long most) throws IOException {
        Optional<ConfinedDirectory> parent = ConfinedDirectory.open(parent(file));
        if (parent.isEmpty()) {
            return Optional.empty();
        }
        try (ConfinedDirectory directory = parent.get()) {
            Optional<Integer> held = directory.hold(name(file));
            return held.isEmpty() ? Optional.empty() : Optional.of(content(held.get(), most));
        }
    }

    /** Closes what is held. */
    private static ConfinedFile content(int held, long most) throws IOException {
        try {
            FileStatus status = FileStatus.of(held);
            refuse(status);
            if (status.size() > most) {
                throw new IOException(tooLong(status.size(), most));
            }
            int fd = ConfinedDirectory.reopened(held);
            try {
                return new ConfinedFile(bytes(fd, most), attributes(status, fd));
            } finally {
                Descriptors.close(fd);
            }
        } finally {
            Descriptors.close(held);
        }
    }

    private static void refuse(FileStatus status) throws IOException {
        if (!status.oddity().isEmpty()) {
            throw new IOException("it " + status.oddity());
        }
    }

    private static String tooLong(long size, long most) {
        return "it has " + size + " bytes or more; at most " + most + " are accepted";
    }

    /** It may grow while it is read. */
    private static byte[] bytes(int fd, long most) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part = Descriptors.read(fd, CHUNK);
                part.length > 0;
                part = Descriptors.read(fd, CHUNK)) {
            bytes.writeBytes(part);
            if (bytes.size() > most) {
                throw new IOException(tooLong(bytes.size(), most));
            }
        }
        return bytes.toByteArray();
    }

    private static FileAttributes attributes(FileStatus status, int fd) throws IOException {
        return new FileAttributes(
                status.uid(), status.gid(), status.permissions(), ExtendedAttributes.read(fd));
    }

    @Override
    public Optional<FileAttributes> directory(Path directory) throws IOException {
        return call("look at", directory, () -> lookAt(directory));
    }

    private static Optional<FileAttributes> lookAt(Path path) throws IOException {
        Optional<ConfinedDirectory> found = ConfinedDirectory.open(path);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (ConfinedDirectory directory = found.get()) {
            FileStatus status = directory.status();
            return Optional.of(
                    new FileAttributes(status.uid(), status.gid(), status.permissions()));
        }
    }

    @Override
    public void replace(Path file, ConfinedFile content) throws IOException {
        change(
                "replace",
                file,
                (directory, name) -> {
                    refuseOddity(directory, name);
                    replace(directory, name, content);
                    return true;
                },
                () -> {
                    throw new IOException(
                            "its directory does not exist; make it, for the user who shall own it");
                });
    }

    private static void refuseOddity(ConfinedDirectory directory, String name) throws IOException {
        Optional<FileStatus> there = directory.status(name);
        if (there.isPresent()) {
            refuse(there.get());
        }
    }

    private static void replace(ConfinedDirectory directory, String name, ConfinedFile content)
            throws IOException {
        String temporary = temporary(name);
        directory.remove(temporary);
        int fd = directory.create(temporary);
        try {
            fill(fd, content);
            directory.rename(temporary, name);
            directory.sync();
            if (directory.status(name).filter(FileStatus.of(fd)::same).isEmpty()) {
                throw new IOException("somebody else replaced it at the same moment");
            }
        } finally {
            Descriptors.close(fd);
            directory.remove(temporary);
        }
    }

    /** The attributes first, so that the content is never seen by more than may see it. */
    private static void fill(int fd, ConfinedFile content) throws IOException {
        FileAttributes attributes = content.attributes();
        Descriptors.setOwner(fd, attributes.uid(), attributes.gid());
        ExtendedAttributes.make(fd, attributes.extended());
        Descriptors.setMode(fd, attributes.mode());
        Descriptors.write(fd, content.content());
        Descriptors.sync(fd);
    }

    @Override
    public void remove(Path file) throws IOException {
        change(
                "remove",
                file,
                (directory, name) -> {
                    refuseOddity(directory, name);
                    directory.remove(temporary(name));
                    removeDurably(directory, name);
                    return true;
                },
                () -> false);
    }

    @Override
    public void tidy(Path file) throws IOException {
        change(
                "tidy up beside",
                file,
                (directory, name) -> {
                    removeDurably(directory, temporary(name));
                    return true;
                },
                () -> false);
    }

    private static void removeDurably(ConfinedDirectory directory, String name) throws IOException {
        if (directory.remove(name)) {
            directory.sync();
        }
    }

    /** Always the same name: what a power cut leaves is overwritten by the next try. */
    private static String temporary(String name) {
        return "." + name + ".hostler-new";
    }

    private static Path parent(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IOException("it is a directory");
        }
        return parent;
    }

    private static String name(Path file) {
        return Objects.requireNonNull(file.getFileName(), "the root has no name").toString();
    }

    private void change(String what, Path file, Work<Boolean> work, NativeCall<Boolean> absent)
            throws IOException {
        ReentrantLock lock = locks[Math.floorMod(file.hashCode(), LOCKS)];
        lock.lock();
        try {
            var _ = call(what, file, () -> inParent(file, work, absent));
        } finally {
            lock.unlock();
        }
    }

    private static boolean inParent(Path file, Work<Boolean> work, NativeCall<Boolean> absent)
            throws IOException {
        Optional<ConfinedDirectory> parent = ConfinedDirectory.open(parent(file));
        if (parent.isEmpty()) {
            return absent.run();
        }
        try (ConfinedDirectory directory = parent.get()) {
            return work.in(directory, name(file));
        }
    }

    @FunctionalInterface
    private interface NativeCall<T> {
        T run() throws IOException;
    }

    /** A platform thread may block in the kernel itself; a virtual one would hold up others. */
    private <T> T call(String what, Path file, NativeCall<T> call) throws IOException {
        try {
            return Thread.currentThread().isVirtual() ? lane.call(call::run) : call.run();
        } catch (IOException e) {
            throw new IOException("cannot " + what + " " + file + ": " + e.getMessage(), e);
        }
    }
}
