package hostler.configs;

import hostler.core.api.ServiceConfiguration.DeclaredFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A declared file as it is.
 *
 * @param stored empty: it is not there
 */
record FileState(DeclaredFile declared, Optional<Stored> stored) {

    Path path() {
        return declared.path();
    }

    Optional<Content> content() {
        return stored.map(Stored::content);
    }
}
