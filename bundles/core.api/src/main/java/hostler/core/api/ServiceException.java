package hostler.core.api;

/**
 * A command or a question that could not be carried out; the message is meant for the one who
 * asked.
 */
public final class ServiceException extends Exception {
    private final Failure failure;

    public ServiceException(Failure failure, String message) {
        super(message);
        this.failure = failure;
    }

    public ServiceException(Failure failure, String message, Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }

    /** {@code service NAME not found}: the one text for it. */
    public static ServiceException notFound(String name) {
        return new ServiceException(Failure.NOT_FOUND, "service " + name + " not found");
    }
}
