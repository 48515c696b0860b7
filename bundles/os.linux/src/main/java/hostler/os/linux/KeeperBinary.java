package hostler.os.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The keeper as a file that can be run; the bundle carries one for the machine it was built on. */
public final class KeeperBinary {

    private static final int NAME_DIGITS = 16;

    private KeeperBinary() {}

    /**
     * Puts the keeper into a directory, unless it is there already. Its name tells its content, so
     * one that is running is never written to, and keepers of several versions live side by side.
     *
     * @param directory is created when missing
     * @return the absolute path of the program
     */
    public static Path extractTo(Path directory) throws IOException {
        byte[] program = embedded();
        Path target = directory.toAbsolutePath().resolve("keeper-" + sha256(program, NAME_DIGITS));
        if (!isThere(target, program)) {
            Files.createDirectories(target.getParent());
            install(program, target);
        }
        return target;
    }

    private static byte[] embedded() throws IOException {
        String resource = "/native/" + System.getProperty("os.arch") + "/keeper";
        try (InputStream in = KeeperBinary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(
                        "this build carries no keeper for this machine: "
                                + resource
                                + " is missing");
            }
            return in.readAllBytes();
        }
    }

    private static boolean isThere(Path target, byte[] program) throws IOException {
        return Files.isExecutable(target) && Arrays.equals(Files.readAllBytes(target), program);
    }

    private static void install(byte[] program, Path target) throws IOException {
        Path beside = Files.createTempFile(target.getParent(), "keeper-", ".tmp");
        try {
            Files.write(beside, program);
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static String sha256(byte[] content, int digits) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
