package hostler.configs.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a change would do; nothing is touched.
 *
 * @param hash of the files as they are now
 * @param files every file of the change, in the order of declaration
 * @param effect what would happen to the service, in one sentence
 * @param refusal why it would be refused; empty when it would be tried
 */
public record ConfigPlan(
        String hash,
        List<PlannedFile> files,
        String effect,
        Optional<ConfigOutcome.Refused> refusal) {
    public ConfigPlan {
        files = List.copyOf(files);
    }

    /**
     * What would become of a file.
     *
     * @param before its text now; empty: it does not exist, or is no text
     * @param after its text then
     */
    public record PlannedFile(Path file, Kind kind, Optional<String> before, String after) {}

    /** What would happen to a file. */
    public enum Kind {
        CREATED,
        CHANGED,
        UNCHANGED
    }
}
