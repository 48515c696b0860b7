package hostler.logs.file;

import hostler.os.api.FileDoor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A log file that has lost its name to another: rotation renames it, to the name with something
 * behind it, in the same directory.
 *
 * @param log at its beginning
 * @param last whether nothing lies between it and the file that has the name now, as far as the
 *     times of the files tell
 */
record RotatedLog(OpenLog log, boolean last) {

    /** A file beside the log. */
    private record Neighbour(Path path, String identity, FileTime written) {}

    /**
     * Looks for a file that once was the log.
     *
     * @param path the name of the log
     * @param identity of the file, see {@link OpenLog#identity}
     */
    static Optional<RotatedLog> find(Path path, String identity, FileDoor door) throws IOException {
        List<Neighbour> neighbours = neighbours(path);
        for (Neighbour found : neighbours) {
            if (found.identity().equals(identity)) {
                Optional<OpenLog> log = OpenLog.open(path, found.path(), door);
                return log.map(opened -> new RotatedLog(opened, isLast(found, neighbours)));
            }
        }
        return Optional.empty();
    }

    private static boolean isLast(Neighbour log, List<Neighbour> neighbours) {
        return neighbours.stream().noneMatch(other -> other.written().compareTo(log.written()) > 0);
    }

    private static List<Neighbour> neighbours(Path path) throws IOException {
        String name = Objects.requireNonNull(path.getFileName(), "a log has a name").toString();
        Path directory = Objects.requireNonNull(path.getParent(), "a log is in a directory");
        List<Neighbour> neighbours = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, file -> isRotated(name, file))) {
            for (Path file : files) {
                neighbour(file).ifPresent(neighbours::add);
            }
        }
        return neighbours;
    }

    private static boolean isRotated(String name, Path file) {
        String other = String.valueOf(file.getFileName());
        return other.startsWith(name) && !other.equals(name);
    }

    private static Optional<Neighbour> neighbour(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(attributes)
                    .filter(BasicFileAttributes::isRegularFile)
                    .map(
                            known ->
                                    new Neighbour(
                                            file,
                                            String.valueOf(known.fileKey()),
                                            known.lastModifiedTime()));
        } catch (NoSuchFileException ignored) {
            return Optional.empty(); // rotated on meanwhile
        }
    }
}
