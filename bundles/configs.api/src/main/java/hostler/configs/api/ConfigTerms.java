package hostler.configs.api;

import java.time.Duration;
import java.util.Optional;

/**
 * Under which terms somebody changes configuration files.
 *
 * @param expectedHash the change is refused when the files are not of this hash any more; empty: no
 *     matter what they are
 * @param patience the answer must be there within this time; empty: it takes as long as it takes
 * @param by who changes them, for the record: "controller", "root on the local socket"
 */
public record ConfigTerms(Optional<String> expectedHash, Optional<Duration> patience, String by) {

    /** Whatever is there, and however long it takes. */
    public static ConfigTerms by(String by) {
        return new ConfigTerms(Optional.empty(), Optional.empty(), by);
    }
}
