package hostler.core.api;

import java.nio.file.Path;
import java.time.Instant;
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
}
