package hostler.configs;

import hostler.configs.api.ConfigVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The files of a service as they once were.
 *
 * @param digests of their contents, in the order of declaration
 */
record Version(
        int number,
        String hash,
        Instant at,
        String by,
        String how,
        SequencedMap<Path, String> digests) {

    Version {
        digests = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(digests));
    }

    ConfigVersion summary() {
        return new ConfigVersion(
                number, hash, at, by, how, digests.keySet().stream().map(Path::toString).toList());
    }
}
