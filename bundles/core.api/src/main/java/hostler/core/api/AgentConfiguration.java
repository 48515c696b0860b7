package hostler.core.api;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The agent's own configuration file: what it last did. */
@ProviderType
public interface AgentConfiguration {

    /**
     * Reads the file now; an invalid one changes nothing. Returns when the components have it. May
     * block.
     */
    Reload reload();

    /** The outcome of the last reading. */
    Reload last();

    /**
     * The outcome of reading the file.
     *
     * @param at when
     * @param applied false: something was wrong and the configuration before stays in force
     * @param changed keys whose new values are in force, for example {@code discovery.interval}
     * @param needRestart keys that were changed in the file and wait for the agent's next start
     * @param problems {@code file:line:column: key: message}, all of them
     */
    record Reload(
            Instant at,
            boolean applied,
            List<String> changed,
            List<String> needRestart,
            List<String> problems) {}
}
