package hostler.configs;

import hostler.core.api.ServiceConfiguration.Effect;
import java.util.List;
import java.util.Optional;

/**
 * A change that is under way.
 *
 * @param version the number it has in the history once it is in force
 * @param hash of the files once it is in force
 * @param launch the launch that ran when it began; empty: the service is not told anything
 * @param effect what the service is told
 * @param told whether it may have been told
 * @param edits every file that changes; empty once all of them are put back
 */
record Intent(
        int version,
        String hash,
        String by,
        Optional<String> launch,
        Effect effect,
        boolean told,
        List<Edit> edits) {

    Intent {
        edits = List.copyOf(edits);
    }

    Intent asTold() {
        return new Intent(version, hash, by, launch, effect, true, edits);
    }

    /** Its files are the old ones again; only the service has yet to hear of it. */
    Intent asPutBack() {
        return new Intent(version, hash, by, launch, effect, told, List.of());
    }
}
