package hostler.cli.fleet;

import com.google.protobuf.MessageOrBuilder;
import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.Output;
import java.util.SortedMap;

/** One thing that every agent is asked. */
interface Question<T> {

    /** Called on several threads. */
    T ask(AgentClient agent) throws RpcException;

    /** What a script is given of an answer. */
    MessageOrBuilder json(T answer);

    /** Shows the answers together, by the names of the agents. */
    void show(SortedMap<String, T> answers, Output output);
}
