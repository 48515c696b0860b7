package hostler.itest;

import hostler.systemd.testkit.Bed;
import org.junit.jupiter.api.BeforeAll;

/** The agent is a unit itself, of one manager or the other. */
abstract class AgentAsUnit {
    UnitManager manager;
    UnitAgent agent;

    /** Whose units they are. */
    abstract UnitManager manager() throws Exception;

    @BeforeAll
    static void bed() {
        Bed.required();
    }

    /** Installs it with this configuration; it does not run yet. */
    final void install(String yaml) throws Exception {
        manager = manager();
        agent = UnitAgent.install(manager, yaml);
    }
}
