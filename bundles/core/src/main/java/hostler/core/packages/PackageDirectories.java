package hostler.core.packages;

import java.nio.file.Path;
import java.util.Set;

/** Which directories of a workspace are looked into. */
final class PackageDirectories {
    /** The name every package's file has. */
    static final String FILE = "package.json";

    /** Directories inside each other, the workspace not counted. */
    static final int MAX_DEPTH = 16;

    /**
     * Trees full of foreign files of the same name; and what begins with a dot is a version
     * control's, an editor's, or half unpacked.
     */
    private static final Set<String> FOREIGN = Set.of("node_modules", "bower_components");

    private PackageDirectories() {}

    /** Whether a directory below the workspace is looked into. */
    static boolean looksInto(Path directory) {
        Path name = directory.getFileName();
        return name != null
                && !name.toString().startsWith(".")
                && !FOREIGN.contains(name.toString());
    }
}
