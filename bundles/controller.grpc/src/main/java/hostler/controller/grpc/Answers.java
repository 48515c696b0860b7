package hostler.controller.grpc;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import io.grpc.stub.StreamObserver;

/** What the handlers share: answering a call, and reading the name of a service out of one. */
final class Answers {
    private static final int MAX_SHOWN_NAME = 128;

    private Answers() {}

    /** Finds the answer to one call. */
    interface Question<T> {
        T ask() throws ServiceException;
    }

    /** Answers a unary call; a {@link ServiceException} becomes its status. */
    static <T> void answer(StreamObserver<T> caller, Question<T> question) {
        T answer;
        try {
            answer = question.ask();
        } catch (ServiceException e) {
            caller.onError(Failures.status(e).asException());
            return;
        }
        caller.onNext(answer);
        caller.onCompleted();
    }

    /**
     * The service a caller names. A text that cannot be a name is a service that does not exist.
     *
     * @throws ServiceException INVALID_ARGUMENT when it is empty, NOT_FOUND when it is no name
     */
    static ServiceId service(String name) throws ServiceException {
        if (name.isEmpty()) {
            throw new ServiceException(Failure.INVALID_ARGUMENT, "package name cannot be empty");
        }
        if (!ServiceId.isValid(name)) {
            throw ServiceException.notFound(shortened(name));
        }
        return new ServiceId(name);
    }

    /** A caller's own words may be as long as a message. */
    static String shortened(String name) {
        return name.length() > MAX_SHOWN_NAME ? name.substring(0, MAX_SHOWN_NAME) + "..." : name;
    }
}
