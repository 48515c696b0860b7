package hostler.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * Who may write what the agent would run as itself: its own user and root, nobody else.
 *
 * @param uid the agent's user
 * @param gid the agent's group
 */
record FileTrust(int uid, int gid) {
    private static final int OTHERS_WRITE = 0002;
    private static final int GROUP_WRITES = 0020;

    /** The trust of this process. */
    static FileTrust own() throws IOException {
        Map<String, Object> self = Files.readAttributes(Path.of("/proc/self"), "unix:uid,gid");
        return new FileTrust(number(self, "uid"), number(self, "gid"));
    }

    /**
     * Looks at a file and the directory it lies in.
     *
     * @throws RefusedException when somebody else could have written it
     */
    void check(Path directory, Path file) throws RefusedException, IOException {
        checkPermissions(directory, Files.readAttributes(directory, "unix:uid,gid,mode"));
        if (Files.isSymbolicLink(file)) {
            throw new RefusedException("a symbolic link; copy the file itself");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException("not a regular file");
        }
        checkPermissions(file, Files.readAttributes(file, "unix:uid,gid,mode"));
    }

    private void checkPermissions(Path path, Map<String, Object> attributes)
            throws RefusedException {
        int owner = number(attributes, "uid");
        int group = number(attributes, "gid");
        int mode = number(attributes, "mode");
        if (owner != 0 && owner != uid) {
            throw new RefusedException(
                    path + " belongs to user " + owner + "; chown " + uid + " " + path);
        }
        if ((mode & OTHERS_WRITE) != 0) {
            throw new RefusedException(path + " can be written by anybody; chmod o-w " + path);
        }
        if ((mode & GROUP_WRITES) != 0 && group != 0 && group != gid) {
            throw new RefusedException(
                    path + " can be written by group " + group + "; chmod g-w " + path);
        }
    }

    private static int number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Integer number ? number : -1;
    }
}
