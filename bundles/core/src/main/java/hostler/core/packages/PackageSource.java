package hostler.core.packages;

import hostler.settings.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** The bytes of a package.json and who may change them. */
final class PackageSource {
    private final byte[] content;
    private final int owner;
    private final boolean writableByOthers;

    PackageSource(byte[] content, int owner, boolean writableByOthers) {
        this.content = content.clone();
        this.owner = owner;
        this.writableByOthers = writableByOthers;
    }

    /**
     * Reads a file. A link is followed to a regular file inside the workspace only.
     *
     * @throws IOException when it cannot be read, or should not be; the message is the reason
     */
    static PackageSource read(Path file, Path workspace) throws IOException {
        Path real = file.toRealPath();
        if (!real.startsWith(workspace.toRealPath())) {
            throw new IOException("a link that leads out of the workspace, to " + real);
        }
        PosixFileAttributes attributes =
                Files.readAttributes(real, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException("not a regular file");
        }
        if (attributes.size() > Limits.BYTES) {
            throw new IOException(
                    attributes.size() + " bytes; at most " + Limits.BYTES + " are accepted");
        }
        return new PackageSource(
                content(real),
                (int) Files.getAttribute(real, "unix:uid", LinkOption.NOFOLLOW_LINKS),
                attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE));
    }

    /** The whole file. */
    byte[] content() {
        return content.clone();
    }

    /** The user id of its owner. */
    int owner() {
        return owner;
    }

    /** Whether everybody on the machine may write it. */
    boolean writableByOthers() {
        return writableByOthers;
    }

    /** One byte more than is accepted, should the file grow meanwhile: the parser refuses that. */
    private static byte[] content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(Limits.BYTES + 1);
        }
    }
}
