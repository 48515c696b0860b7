package hostler.controller.grpc;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import io.grpc.Status;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure is on the wire. */
final class Failures {
    /** Trailers are limited, and a client that cannot read them sees no reason at all. */
    private static final int MAX_DESCRIPTION = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** The status of a failure whose message is meant for the caller. */
    static Status status(ServiceException failure) {
        return code(failure.failure()).withDescription(shortened(failure));
    }

    /**
     * The status of what nobody foresaw: the caller gets an id, the agent's log has the rest under
     * it.
     */
    static Status unexpected(String call, Throwable thrown) {
        String id = UUID.randomUUID().toString();
        LOG.error("{} failed unexpectedly, error {}", call, id, thrown);
        return Status.INTERNAL.withDescription(
                "unexpected error " + id + "; the agent's log says more under this id");
    }

    private static Status code(Failure failure) {
        return switch (failure) {
            case INVALID_ARGUMENT -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            case FAILED_PRECONDITION -> Status.FAILED_PRECONDITION;
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case PERMISSION_DENIED -> Status.PERMISSION_DENIED;
            case RESOURCE_EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
            case DEADLINE_EXCEEDED -> Status.DEADLINE_EXCEEDED;
            case INTERNAL -> Status.INTERNAL;
        };
    }

    private static String shortened(ServiceException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.length() <= MAX_DESCRIPTION
                ? message
                : message.substring(0, MAX_DESCRIPTION) + "...";
    }
}
