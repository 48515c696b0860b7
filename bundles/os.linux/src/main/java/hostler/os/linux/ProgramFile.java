package hostler.os.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file that execve(2) refused, looked at afterwards: its errno alone cannot tell a missing file
 * from a missing interpreter, nor a directory from a file without the x bit.
 */
final class ProgramFile {

    private static final int HEAD_SIZE = 256;
    private static final int ELF_MACHINE = 18;
    private static final int ELF_HEADER = 20;
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    private final Path path;

    /** Its first bytes; empty when it is no regular file or cannot be read. */
    private final byte[] head;

    ProgramFile(Path path) {
        this.path = path;
        this.head = readHead(path);
    }

    private static byte[] readHead(Path path) {
        if (!Files.isRegularFile(path)) {
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(HEAD_SIZE);
        } catch (IOException unreadable) {
            // Only a better explanation is lost; the errno is still told.
            return new byte[0];
        }
    }

    /** Why it cannot be executed, in one phrase, when that errno came back. */
    String whyNot(int errno) {
        return switch (errno) {
            case Errno.ENOENT -> whyMissing();
            case Errno.EACCES -> whyForbidden();
            case Errno.ENOEXEC -> whyNoProgram();
            case Errno.E2BIG ->
                    "its arguments and environment are longer than the kernel takes (E2BIG, see"
                            + " execve(2))";
            case Errno.ETXTBSY -> "it is open for writing";
            default -> Errno.describe(errno);
        };
    }

    private String whyMissing() {
        if (Files.isSymbolicLink(path) && !Files.exists(path)) {
            return "no such file; it is a symbolic link to something that does not exist";
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return "no such file";
        }
        return interpreter()
                .map(it -> "its interpreter " + it + ", named in its first line, does not exist")
                .orElse("the program loader it was linked for does not exist on this machine");
    }

    private String whyForbidden() {
        if (Files.isDirectory(path)) {
            return "it is a directory";
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return "it is not a regular file";
        }
        if (Files.exists(path) && !hasAnyExecuteBit()) {
            return "it is not executable; chmod +x makes it so";
        }
        if (MountFlags.of(path).noexec()) {
            return "its file system is mounted noexec";
        }
        return interpreter()
                .filter(it -> !Files.isExecutable(Path.of(it)))
                .map(it -> "its interpreter " + it + " is not executable")
                .orElse("its user may not execute it or enter a directory above it");
    }

    private boolean hasAnyExecuteBit() {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path)).contains("x");
        } catch (IOException unreadable) {
            // Whoever may not look cannot blame the bits.
            return true;
        }
    }

    private String whyNoProgram() {
        if (head.length == 0) {
            return "it is empty";
        }
        return elfMachine()
                .map(
                        machine ->
                                "it is a program for "
                                        + machine
                                        + ", this machine is "
                                        + System.getProperty("os.arch"))
                .orElse("it is neither a program nor a script with a #! line");
    }

    /** What follows {@code #!}, up to the first blank; see execve(2). */
    private Optional<String> interpreter() {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("#!")) {
            return Optional.empty();
        }
        String line = text.substring(2).lines().findFirst().orElse("").strip();
        return line.isEmpty() ? Optional.empty() : Optional.of(line.split("[ \t]", 2)[0]);
    }

    /** The machine of an ELF header, see elf(5). */
    private Optional<String> elfMachine() {
        if (head.length < ELF_HEADER || !startsWith(ELF)) {
            return Optional.empty();
        }
        int machine = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getShort(ELF_MACHINE);
        return Optional.of(
                switch (machine) {
                    case 3 -> "i386";
                    case 40 -> "arm";
                    case 62 -> "amd64";
                    case 183 -> "aarch64";
                    case 243 -> "riscv64";
                    default -> "ELF machine " + machine;
                });
    }

    private boolean startsWith(byte[] prefix) {
        return Arrays.equals(head, 0, prefix.length, prefix, 0, prefix.length);
    }
}
