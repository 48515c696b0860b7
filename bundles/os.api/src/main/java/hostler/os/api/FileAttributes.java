package hostler.os.api;

import java.util.Map;

/**
 * What belongs to a file beside its content.
 *
 * @param uid its owner
 * @param gid its group
 * @param mode the nine permission bits
 * @param extended extended attributes by name, access control lists among them (xattr(7)); values
 *     in hexadecimal
 */
public record FileAttributes(int uid, int gid, int mode, Map<String, String> extended) {
    /** The permission bits. */
    public static final int PERMISSIONS = 0777;

    public FileAttributes {
        if ((mode & ~PERMISSIONS) != 0) {
            throw new IllegalArgumentException(
                    "mode " + Integer.toOctalString(mode) + " has more than permission bits");
        }
        extended = Map.copyOf(extended);
    }

    /** Without extended attributes. */
    public FileAttributes(int uid, int gid, int mode) {
        this(uid, gid, mode, Map.of());
    }
}
