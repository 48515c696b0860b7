package hostler.controller.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * Answers INTERNAL with an id when a handler throws what it should not, see {@link Failures}, and
 * INVALID_ARGUMENT when a request is no message at all. It sees the latter only of services that
 * read their messages behind the interceptors ({@code ServerInterceptors.useInputStreamMessages}).
 */
final class FailureInterceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        OnceClosed<Q, A> once = new OnceClosed<>(call);
        return new SimpleForwardingServerCallListener<>(next.startCall(once, headers)) {
            @Override
            public void onMessage(Q message) {
                guarded(once, () -> super.onMessage(message));
            }

            @Override
            public void onHalfClose() {
                guarded(once, super::onHalfClose);
            }
        };
    }

    private static void guarded(OnceClosed<?, ?> call, Runnable handler) {
        String name = call.getMethodDescriptor().getFullMethodName();
        try {
            handler.run();
        } catch (StatusRuntimeException e) {
            call.close(parsing(name, e), new Metadata());
        } catch (RuntimeException | LinkageError e) {
            call.close(Failures.unexpected(name, e), new Metadata());
        }
    }

    /** gRPC answers INTERNAL to bytes that are no message, and means the client. */
    private static Status parsing(String name, StatusRuntimeException e) {
        return e.getCause() instanceof InvalidProtocolBufferException malformed
                ? Status.INVALID_ARGUMENT.withDescription(
                        "the request of " + name + " cannot be read: " + malformed.getMessage())
                : Failures.unexpected(name, e);
    }

    /** A handler may throw after it has answered; closing a call twice is an error in gRPC. */
    private static final class OnceClosed<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private boolean closed;

        OnceClosed(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!closed) {
                closed = true;
                super.close(status, trailers);
            }
        }
    }
}
