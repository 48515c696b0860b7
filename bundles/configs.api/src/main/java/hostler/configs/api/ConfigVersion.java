package hostler.configs.api;

import java.time.Instant;
import java.util.List;

/**
 * The configuration files of a service as they once were.
 *
 * @param number grows by one; an older version keeps its number when others are dropped
 * @param hash of the files, see {@link ConfigSet#hash}
 * @param at wall clock of its recording, a stamp only
 * @param by who made it; whoever changed the files without the agent is not known
 * @param how "applied", "rolled back to version 3", "found"
 * @param files the names of the files
 */
public record ConfigVersion(
        int number, String hash, Instant at, String by, String how, List<String> files) {
    public ConfigVersion {
        files = List.copyOf(files);
    }
}
