package hostler.launcher.direct;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The users of passwd(5), read anew only when the file is another. Any thread may ask. */
final class PasswdFile {
    private static final Logger LOG = LoggerFactory.getLogger(PasswdFile.class);

    /** name:password:uid:gid:comment:home:shell. */
    private static final int FIELDS = 7;

    /** Of one user. */
    record Entry(String name, String home) {}

    /** By which another file, or another content, is known: it is replaced by rename. */
    private record Stamp(Optional<Object> key, FileTime modified, long size) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    Optional.ofNullable(now.fileKey()), now.lastModifiedTime(), now.size());
        }
    }

    private record Content(Stamp stamp, Map<String, Entry> byUid) {}

    private final Path file;
    private volatile @Nullable Content content;

    PasswdFile(Path file) {
        this.file = file;
    }

    /** The first entry of a user; empty when there is none. */
    Optional<Entry> ofUser(int uid) {
        try {
            return Optional.ofNullable(current().byUid().get(String.valueOf(uid)));
        } catch (IOException e) {
            LOG.warn("cannot read {}: services get no HOME and USER", file, e);
            return Optional.empty();
        }
    }

    private Content current() throws IOException {
        Stamp now = Stamp.of(file);
        Content known = content;
        if (known == null || !known.stamp().equals(now)) {
            known = new Content(now, read());
            content = known;
        }
        return known;
    }

    private Map<String, Entry> read() throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> List.of(line.split(":", -1)))
                    .filter(fields -> fields.size() == FIELDS)
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    fields -> fields.get(2),
                                    fields -> new Entry(fields.getFirst(), fields.get(5)),
                                    (first, later) -> first));
        }
    }
}
