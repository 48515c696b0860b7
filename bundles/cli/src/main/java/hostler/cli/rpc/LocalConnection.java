package hostler.cli.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import hostler.cli.http2.GrpcCall;
import hostler.cli.http2.GrpcStatus;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Calls over the agent's local socket, each on a connection of its own. */
final class LocalConnection implements Connection {
    private final Path socket;
    private final Path home;

    /**
     * @param socket where the agent listens
     * @param home its directory, for messages
     */
    LocalConnection(Path socket, Path home) {
        this.socket = socket;
        this.home = home;
    }

    @Override
    public <R extends MessageLite> Replies<R> open(
            Method<R> method, MessageLite request, Duration timeout) throws RpcException {
        Duration told = timeout.equals(Replies.FOR_EVER) ? null : timeout;
        try {
            GrpcCall call = GrpcCall.open(socket, method.name(), request.toByteArray(), told);
            return new LocalReplies<>(call, method.replies());
        } catch (IOException e) {
            throw unreachable(socket, home, e);
        }
    }

    /** Says why a socket of an agent could not be connected to, and what to do. */
    static RpcException unreachable(Path socket, Path home, IOException failure) {
        if (denied(socket)) {
            return new RpcException(
                    Code.PERMISSION_DENIED,
                    "no permission for "
                            + socket
                            + "; use the account the agent runs under, or root",
                    failure);
        }
        return new RpcException(
                Code.UNREACHABLE,
                "no agent answers at " + socket + "; start one with: hostler agent --home " + home,
                failure);
    }

    /**
     * The kernel's "permission denied" reaches Java only as text, so the file is looked at; in one
     * look, for an agent that starts makes it anew.
     */
    private static boolean denied(Path socket) {
        try {
            socket.getFileSystem().provider().checkAccess(socket, AccessMode.WRITE);
            return false;
        } catch (AccessDeniedException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whoever begins to listen makes the socket anew. */
    @Override
    public void awaitListener(Duration time) throws InterruptedException {
        Path directory = Objects.requireNonNull(socket.getParent(), "a socket is in a directory");
        try (WatchService watch = directory.getFileSystem().newWatchService()) {
            directory.register(
                    watch,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY);
            var _ = watch.poll(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (IOException e) {
            Thread.sleep(time); // not even the directory is there
        }
    }

    @Override
    public void close() {
        // Every call has closed its own connection.
    }

    /** The replies of one call. */
    private static final class LocalReplies<R extends MessageLite> implements Replies<R> {
        private final GrpcCall call;
        private final Parser<R> parser;

        LocalReplies(GrpcCall call, Parser<R> parser) {
            this.call = call;
            this.parser = parser;
        }

        @Override
        public Optional<R> next(Duration patience) throws RpcException {
            try {
                byte[] message = call.next(System.nanoTime() + patience.toNanos());
                if (message != null) {
                    return Optional.of(parser.parseFrom(message));
                }
            } catch (InvalidProtocolBufferException e) {
                throw new RpcException(Code.INTERNAL, "the agent's answer is not readable", e);
            } catch (IOException e) {
                throw new RpcException(
                        Code.UNAVAILABLE,
                        "the connection to the agent broke: " + e.getMessage(),
                        e);
            }
            GrpcStatus status = call.status();
            if (status != null && status.code() != 0) {
                throw new RpcException(Code.of(status.code()), status.message());
            }
            return Optional.empty();
        }

        @Override
        public boolean ended() {
            return call.status() != null;
        }

        @Override
        public void close() {
            call.close();
        }
    }
}
