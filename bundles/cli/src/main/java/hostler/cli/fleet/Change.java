package hostler.cli.fleet;

import com.google.protobuf.Message;
import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.RpcException;
import java.util.List;

/** Something that is changed on one agent after the other. Called on several threads. */
interface Change {

    /**
     * What became of it.
     *
     * @param answers what the agent said, for scripts
     */
    record Made(Outcome outcome, List<? extends Message> answers) {}

    /** Which services of an agent are touched; empty: it has none of them. */
    List<String> touched(List<String> present);

    /**
     * Makes it on one agent, and waits until the agent calls it done.
     *
     * @param services those of {@link #touched}, never empty
     */
    Made make(AgentClient agent, List<String> services, Deadline deadline) throws RpcException;

    /** Whether the services have to be healthy afterwards. */
    boolean leavesHealth();
}
