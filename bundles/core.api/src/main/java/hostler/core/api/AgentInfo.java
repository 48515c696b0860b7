package hostler.core.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The agent itself; registered as a service while it runs. */
@ProviderType
public interface AgentInfo {

    /** {@code agent.code}. */
    String code();

    /** The program's version. */
    String version();

    /** The directory of this agent. */
    Path home();

    /** Where packages are looked for. */
    Path workspace();

    /** The agent's own process id. */
    long pid();

    /** When the agent started. */
    Instant startedAt();

    /**
     * What is wrong with the agent itself now and needs its operator: each a sentence that says
     * what does not work and why. Never blocks.
     */
    default List<String> troubles() {
        return List.of();
    }
}
