package hostler.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one agent, taken for as long as this object is open: {@code conf/} and {@code
 * deploy/} are the operator's, {@code var/} is the agent's. The lock is the kernel's (fcntl(2)), so
 * it ends with the process however that ends; a pid file would not.
 */
final class AgentHome implements AutoCloseable {
    private static final List<String> OPEN_DIRECTORIES =
            List.of("conf", "deploy", "workspace", "var", "var/log");
    private static final List<String> PRIVATE_DIRECTORIES =
            List.of("var/run", "var/state", "var/cache", "var/history");

    private final Path directory;
    private final FileChannel lockFile;

    private AgentHome(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /**
     * Makes what is missing and takes the directory.
     *
     * @throws BootException when it cannot be made, or another agent has it; the message names that
     *     one's pid
     */
    static AgentHome take(Path wanted) throws BootException {
        Path directory = wanted.toAbsolutePath().normalize();
        try {
            for (String name : OPEN_DIRECTORIES) {
                Files.createDirectories(directory.resolve(name));
            }
            for (String name : PRIVATE_DIRECTORIES) {
                makePrivate(directory.resolve(name));
            }
            return lock(directory);
        } catch (IOException e) {
            throw new BootException(
                    Main.CANNOT_START,
                    "cannot use " + directory + " as the agent's directory: " + e);
        }
    }

    private static void makePrivate(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    private static AgentHome lock(Path directory) throws IOException, BootException {
        Path file = directory.resolve("var/run/agent.lock");
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new BootException(
                    Main.DIRECTORY_TAKEN,
                    "another agent (pid "
                            + Files.readString(file).strip()
                            + ") runs on "
                            + directory
                            + "; stop it first, or give this one another directory with --home");
        }
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        return new AgentHome(directory, channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path directory() {
        return directory;
    }

    /**
     * Copies the documented defaults of the distribution to where the operator will look for them.
     */
    void provideDefaults(Path distribution) throws IOException {
        if (!Files.isDirectory(distribution)) {
            return;
        }
        try (Stream<Path> files = Files.list(distribution)) {
            for (Path file : files.toList()) {
                Path target = directory.resolve("conf").resolve(file.getFileName().toString());
                if (!Files.exists(target)) {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
