package hostler.core;

import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.packages.PackageDefaults;
import hostler.core.packages.PackageFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last good package.json of every service that was ever to run, so that one which is spoilt or
 * gone when the agent comes back takes nothing from a service that runs. Each file holds the path
 * of the original in its first line and the document after it.
 */
final class PackageArchive {
    private static final Logger LOG = LoggerFactory.getLogger(PackageArchive.class);

    private final Path directory;

    /** An archive in a directory that exists. */
    PackageArchive(Path directory) {
        this.directory = directory;
    }

    /**
     * Keeps a specification's document. Not forced to the disk: what it protects against is a
     * spoilt package.json, and a failure is logged only.
     */
    void keep(ServiceSpec spec) {
        String content = spec.source() + "\n" + spec.document();
        try {
            Path fresh = Files.createTempFile(directory, spec.id().name(), ".new");
            Files.writeString(fresh, content);
            Files.move(fresh, file(spec.id()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("{}: cannot keep a copy of its package.json in {}", spec.id(), directory, e);
        }
    }

    /** Reads what was kept, with today's defaults; empty when there is nothing usable. */
    Optional<ServiceSpec> find(ServiceId id, PackageDefaults defaults) {
        Path file = file(id);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            String content = Files.readString(file);
            int end = Math.max(0, content.indexOf('\n'));
            byte[] document =
                    content.substring(Math.min(end + 1, content.length()))
                            .getBytes(StandardCharsets.UTF_8);
            return PackageFile.parse(Path.of(content.substring(0, end)), document, defaults)
                    .spec()
                    .filter(spec -> spec.id().equals(id));
        } catch (IOException e) {
            LOG.warn("{}: cannot read the copy of its package.json in {}", id, file, e);
            return Optional.empty();
        }
    }

    private Path file(ServiceId id) {
        return directory.resolve(id + ".json");
    }
}
