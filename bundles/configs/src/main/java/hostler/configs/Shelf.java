package hostler.configs;

import hostler.os.api.ConfinedFile;
import hostler.os.api.ConfinedFiles;
import hostler.os.api.FileAttributes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept about the configuration of one service, in a directory of its own: its versions
 * ({@code version-N.json}), their contents ({@code content/SHA-256}), the change under way ({@code
 * intent.json}) and contents that were put back ({@code refused.json}). Files hold secrets: only
 * the agent's user may read them. Not safe for several threads, but for those that only read.
 */
final class Shelf {
    /** Contents that were put back, of which the newest are remembered. */
    static final int MOST_REFUSALS = 32;

    /** The one that is in force, and the one before. */
    private static final int ALWAYS_KEPT = 2;

    private static final long LONGEST_DOCUMENT = 1 << 20;
    private static final int OWN_MODE = 0600;
    private static final Pattern VERSION = Pattern.compile("version-[0-9]{1,9}\\.json");
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

    private final Path directory;
    private final Path contents;
    private final ConfinedFiles door;
    private final FileAttributes own;
    private final Documents documents = new Documents(this::content);

    /**
     * @param directory absolute, without links; it need not exist yet
     * @param uid of the agent's own user
     * @param gid of the agent's own group
     */
    Shelf(Path directory, ConfinedFiles door, int uid, int gid) {
        this.directory = directory;
        this.contents = directory.resolve("content");
        this.door = door;
        this.own = new FileAttributes(uid, gid, OWN_MODE);
    }

    private Path intentFile() {
        return directory.resolve("intent.json");
    }

    private Path refusalFile() {
        return directory.resolve("refused.json");
    }

    /** The change under way; empty when there is none. */
    Optional<Intent> intent() throws IOException {
        Optional<byte[]> document = document(intentFile());
        return document.isEmpty()
                ? Optional.empty()
                : Optional.of(documents.intent(intentFile(), document.get()));
    }

    void write(Intent intent) throws IOException {
        byte[] document = Documents.write(intent);
        // What could not be read back must not be relied upon.
        if (!documents.intent(intentFile(), document).equals(intent)) {
            throw new IOException("the record " + intentFile() + " would not be read as written");
        }
        store(intentFile(), document);
    }

    void removeIntent() throws IOException {
        door.remove(intentFile());
    }

    /** Every version, oldest first. A damaged one is left out, and logged. */
    List<Version> versions() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Version> versions = new ArrayList<>();
        for (Path file : versionFiles()) {
            try {
                byte[] document = document(file).orElseThrow(() -> gone(file));
                versions.add(Documents.version(file, document));
            } catch (IOException e) {
                LOG.warn("a version of a configuration is left out: {}", e.getMessage(), e);
            }
        }
        versions.sort(Comparator.comparingInt(Version::number));
        return versions;
    }

    private static IOException gone(Path file) {
        return new IOException(file + " is gone");
    }

    private List<Path> versionFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> VERSION.matcher(name(file)).matches()).toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    void add(Version version) throws IOException {
        store(versionFile(version), Documents.write(version));
    }

    private Path versionFile(Version version) {
        return directory.resolve("version-" + version.number() + ".json");
    }

    List<Refusal> refusals() throws IOException {
        Optional<byte[]> document = document(refusalFile());
        return document.isEmpty() ? List.of() : Documents.refusals(refusalFile(), document.get());
    }

    /** Remembers a content that was put back, and forgets the oldest when there are too many. */
    void add(Refusal refusal) throws IOException {
        List<Refusal> all = new ArrayList<>(refusals());
        all.add(refusal);
        int from = Math.max(0, all.size() - MOST_REFUSALS);
        store(refusalFile(), Documents.write(all.subList(from, all.size())));
    }

    void forgetRefusals() throws IOException {
        door.remove(refusalFile());
    }

    /** Keeps a content; one that is there already is not written again. */
    void keep(Content content) throws IOException {
        Path file = contents.resolve(content.digest());
        if (door.read(file, Long.MAX_VALUE).isEmpty()) {
            store(file, content.bytes());
        }
    }

    /**
     * A content that was kept.
     *
     * @throws IOException also when it is not what was kept any more
     */
    Content content(String digest) throws IOException {
        Path file = contents.resolve(digest);
        Content content =
                door.read(file, Long.MAX_VALUE)
                        .map(kept -> Content.of(kept.content()))
                        .orElseThrow(() -> gone(file));
        if (!content.digest().equals(digest)) {
            throw new IOException(file + " is damaged: it is not the content of its name");
        }
        return content;
    }

    private Optional<byte[]> document(Path file) throws IOException {
        return door.read(file, LONGEST_DOCUMENT).map(ConfinedFile::content);
    }

    private void store(Path file, byte[] bytes) throws IOException {
        createDirectories();
        door.replace(file, new ConfinedFile(bytes, own));
    }

    private void createDirectories() throws IOException {
        if (Files.isDirectory(contents)) {
            return;
        }
        Files.createDirectories(
                contents,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        syncUpwards();
    }

    /** Below var, which is older than any service. */
    private void syncUpwards() throws IOException {
        Path path = contents;
        for (int level = 0; level < 4 && path.getParent() != null; level++) {
            path = path.getParent();
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Drops the oldest versions beyond the bounds, and contents that nobody refers to. */
    void prune(Limits limits) throws IOException {
        List<Version> kept = kept(versions().reversed(), limits);
        Set<String> needed = new HashSet<>();
        kept.forEach(version -> needed.addAll(version.digests().values()));
        for (Path file : versionFiles()) {
            if (kept.stream().noneMatch(version -> versionFile(version).equals(file))) {
                door.remove(file);
            }
        }
        for (Path file : contentFiles()) {
            if (!needed.contains(name(file))) {
                door.remove(file);
            }
        }
    }

    private List<Version> kept(List<Version> newestFirst, Limits limits) throws IOException {
        List<Version> kept = new ArrayList<>();
        Set<String> counted = new HashSet<>();
        long bytes = 0;
        for (Version version : newestFirst) {
            for (String digest : version.digests().values()) {
                bytes += counted.add(digest) ? size(digest) : 0;
            }
            boolean fits = bytes <= limits.historyBytes() && kept.size() < limits.versions();
            if (kept.size() >= ALWAYS_KEPT && !fits) {
                break;
            }
            kept.add(version);
        }
        return kept;
    }

    private long size(String digest) throws IOException {
        Path file = contents.resolve(digest);
        return Files.isRegularFile(file) ? Files.size(file) : 0;
    }

    private List<Path> contentFiles() throws IOException {
        try (Stream<Path> files = Files.list(contents)) {
            return files.toList();
        }
    }
}
