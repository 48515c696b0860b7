package hostler.metrics;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;

/** Room for a sample: there is one, or a reason why there is none. */
sealed interface Slot<T> {

    /**
     * The sample.
     *
     * @throws ServiceException when there is none
     */
    T get() throws ServiceException;

    /** Whether there is none although one is wanted. */
    default boolean lacking() {
        return this instanceof Empty<T>(Failure failure, _) && failure == Failure.UNAVAILABLE;
    }

    /** There is one. */
    record Full<T>(T sample) implements Slot<T> {
        @Override
        public T get() {
            return sample;
        }
    }

    /** There is none. */
    record Empty<T>(Failure failure, String reason) implements Slot<T> {
        @Override
        public T get() throws ServiceException {
            throw new ServiceException(failure, reason);
        }
    }

    /** Nobody wants one. */
    static <T> Slot<T> off(String key) {
        return new Empty<>(
                Failure.FAILED_PRECONDITION,
                "nothing is sampled: " + key + " is false in agent.yaml");
    }

    /** There may be one later. */
    static <T> Slot<T> missing(String reason) {
        return new Empty<>(Failure.UNAVAILABLE, reason);
    }
}
