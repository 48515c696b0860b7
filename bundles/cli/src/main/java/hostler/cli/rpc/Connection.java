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

    /**
     * Waits after a call that could not be made, or was broken off, until another one is worth it.
     *
     * @param time how long to wait where nothing tells that somebody listens again
     */
    void awaitListener(Duration time) throws InterruptedException;

    @Override
    void close();
}
