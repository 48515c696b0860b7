package hostler.cli.rpc;

import java.time.Duration;
import java.util.Optional;

/** The replies of one call. For one thread. */
public interface Replies<R> extends AutoCloseable {

    /** Longer than anybody waits. */
    Duration FOR_EVER = Duration.ofDays(36_500);

    /**
     * Waits for the next reply.
     *
     * @return empty when the time has passed, or the call has ended well: see {@link #ended}
     * @throws RpcException when the call ended badly
     */
    Optional<R> next(Duration patience) throws RpcException;

    /** Whether no reply will ever come. */
    boolean ended();

    /** Ends the call; one that has not ended is cancelled. */
    @Override
    void close();
}
