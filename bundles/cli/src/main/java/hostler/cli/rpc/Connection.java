package hostler.cli.rpc;

import com.google.protobuf.MessageLite;
import java.time.Duration;

/** A way to an agent. For one thread. */
interface Connection extends AutoCloseable {

    /**
     * Sends a request.
     *
     * @param timeout how long the agent may work on it
     * @throws RpcException when nobody can be reached
     */
    <R extends MessageLite> Replies<R> open(Method<R> method, MessageLite request, Duration timeout)
            throws RpcException;

    @Override
    void close();
}
