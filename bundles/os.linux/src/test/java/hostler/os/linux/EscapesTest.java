package hostler.os.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.os.api.ConfinedFile;
import hostler.os.api.FileAttributes;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fault C6: ways out of a directory, each made by somebody who owns it; none succeeds, each is
 * named.
 */
@Timeout(120)
class EscapesTest {
    private static final long MOST = 1 << 20;
    private static final String SECRET = "root's own";
    private static final int RACES = Integer.getInteger("hostler.races", 2_000);

    @TempDir static Path temporary;
    private final LinuxConfinedFiles files = new LinuxConfinedFiles();

    @AfterEach
    void close() {
        files.close();
    }

    /** Makes the trap in an empty directory and answers the path that would be declared. */
    @FunctionalInterface
    interface Trap {
        Path lay(Path directory, Path secret) throws IOException, InterruptedException;
    }

    record Escape(String name, String refusal, Trap trap) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Escape> escapes() {
        return Stream.of(
                new Escape(
                        "the file is a symbolic link",
                        "is a symbolic link",
                        (directory, secret) ->
                                Files.createSymbolicLink(directory.resolve("file"), secret)),
                new Escape(
                        "a dangling symbolic link",
                        "is a symbolic link",
                        (directory, secret) ->
                                Files.createSymbolicLink(
                                        directory.resolve("file"),
                                        secret.resolveSibling("not-there-yet"))),
                new Escape(
                        "a directory on the way is a symbolic link",
                        "/way is a symbolic link; declare the path it leads to",
                        (directory, secret) ->
                                Files.createSymbolicLink(
                                                directory.resolve("way"), secret.getParent())
                                        .resolve("secret")),
                new Escape(
                        "a symbolic link to where it is anyway",
                        "/way is a symbolic link; declare the path it leads to",
                        (directory, secret) -> {
                            Files.writeString(directory.resolve("file"), "his");
                            return Files.createSymbolicLink(directory.resolve("way"), directory)
                                    .resolve("file");
                        }),
                new Escape(
                        "a hard link",
                        "it has 2 names (hard links)",
                        (directory, secret) -> Files.createLink(directory.resolve("file"), secret)),
                new Escape(
                        "dots that lead out",
                        "is not an absolute, normalized path",
                        (directory, secret) -> directory.resolve("../outside/secret")),
                new Escape(
                        "a relative path",
                        "is not an absolute, normalized path",
                        (directory, secret) -> Path.of("relative/secret")),
                new Escape(
                        "a link of the kernel's own",
                        "is a symbolic link",
                        (directory, secret) -> Path.of("/proc/self/root").resolve(strip(secret))),
                new Escape(
                        "a named pipe",
                        "it is a named pipe",
                        (directory, secret) -> made(directory, "mkfifo")),
                new Escape(
                        "a device", "it is a device", (directory, secret) -> Path.of("/dev/null")),
                new Escape(
                        "a directory",
                        "it is a directory",
                        (directory, secret) -> Files.createDirectory(directory.resolve("file"))),
                new Escape(
                        "a socket",
                        "it is a socket",
                        (directory, secret) -> socket(directory.resolve("file"))),
                new Escape(
                        "a file for a directory",
                        "is no directory",
                        (directory, secret) ->
                                Files.writeString(directory.resolve("file"), "his")
                                        .resolve("below")),
                new Escape(
                        "a set-user-ID program",
                        "it is a set-user-ID or set-group-ID program",
                        (directory, secret) -> {
                            Path file = Files.writeString(directory.resolve("file"), "his");
                            Files.setAttribute(file, "unix:mode", 04755);
                            return file;
                        }));
    }

    private static Path strip(Path path) {
        return Path.of("/").relativize(path);
    }

    private static Path made(Path directory, String program)
            throws IOException, InterruptedException {
        Path file = directory.resolve("file");
        assertThat(new ProcessBuilder(program, file.toString()).start().waitFor()).isZero();
        return file;
    }

    private static Path socket(Path file) throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(file));
        }
        return file;
    }

    @ParameterizedTest
    @MethodSource("escapes")
    void noWayOutSucceedsAndEachIsNamed(Escape escape) throws Exception {
        Path base = Files.createTempDirectory(temporary.toRealPath(), "escape");
        Path secret = Files.writeString(mkdir(base, "outside").resolve("secret"), SECRET);
        Path declared = escape.trap().lay(mkdir(base, "inside"), secret);

        assertThatThrownBy(() -> files.read(declared, MOST)).hasMessageContaining(escape.refusal());
        assertThatThrownBy(() -> files.replace(declared, own("stolen")))
                .hasMessageContaining(escape.refusal());
        assertThatThrownBy(() -> files.remove(declared)).hasMessageContaining(escape.refusal());
        assertThat(secret).hasContent(SECRET);
        assertThat(base.resolve("outside")).isDirectoryNotContaining(path -> !path.equals(secret));
        assertThat(Files.getPosixFilePermissions(secret))
                .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static Path mkdir(Path base, String name) throws IOException {
        return Files.createDirectory(base.resolve(name));
    }

    private static ConfinedFile own(String text) throws IOException {
        return new ConfinedFile(
                text.getBytes(UTF_8),
                new FileAttributes(
                        (int) Files.getAttribute(temporary, "unix:uid"),
                        (int) Files.getAttribute(temporary, "unix:gid"),
                        0600));
    }

    /** Whoever owns the directory above puts a link in its place, again and again. */
    @Test
    void aDirectoryThatIsSwappedForALinkAllTheTimeLeadsNowhereElse() throws Exception {
        Path base = Files.createTempDirectory(temporary.toRealPath(), "race");
        Path secret = Files.writeString(mkdir(base, "outside").resolve("file"), SECRET);
        Path conf = mkdir(base, "conf");
        Files.writeString(conf.resolve("file"), "his");
        AtomicBoolean over = new AtomicBoolean();
        Thread racer = Thread.ofPlatform().start(() -> swap(base, over));
        int refused = 0;
        try {
            for (int race = 0; race < RACES; race++) {
                refused += race(conf.resolve("file"), race);
            }
        } finally {
            over.set(true);
            racer.join();
        }
        assertThat(secret).hasContent(SECRET);
        assertThat(refused).as("races in which the link was there").isPositive();
    }

    /** 1 when it was refused. */
    private int race(Path file, int number) throws IOException {
        try {
            Optional<ConfinedFile> seen = files.read(file, MOST);
            assertThat(seen.map(found -> new String(found.content(), UTF_8)).orElse("absent"))
                    .isNotEqualTo(SECRET);
            files.replace(file, own("change " + number));
            return 0;
        } catch (IOException refusedOrGone) {
            assertThat(refusedOrGone)
                    .message()
                    .containsAnyOf("symbolic link", "directory does not exist");
            return 1;
        }
    }

    private static void swap(Path base, AtomicBoolean over) {
        Path conf = base.resolve("conf");
        Path aside = base.resolve("aside");
        try {
            while (!over.get()) {
                move(conf, aside);
                Files.createSymbolicLink(conf, base.resolve("outside"));
                Thread.onSpinWait();
                Files.delete(conf);
                move(aside, conf);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void move(Path from, Path to)
            throws AtomicMoveNotSupportedException, IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
