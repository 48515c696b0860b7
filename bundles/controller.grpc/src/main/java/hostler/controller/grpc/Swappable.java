package hostler.controller.grpc;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something of another bundle that may be away while that bundle is replaced; calls that need it
 * are refused meanwhile, all others go on.
 */
final class Swappable<T> {
    private final String name;
    private final Supplier<@Nullable T> current;

    /**
     * @param name what it is, for the one who is refused
     * @param current gives it as it is now, or null
     */
    Swappable(String name, Supplier<@Nullable T> current) {
        this.name = name;
        this.current = current;
    }

    /** What is there now. */
    Optional<T> now() {
        return Optional.ofNullable(current.get());
    }

    /**
     * What is there now.
     *
     * @throws ServiceException UNAVAILABLE when nothing is
     */
    T get() throws ServiceException {
        return now().orElseThrow(
                        () ->
                                new ServiceException(
                                        Failure.UNAVAILABLE,
                                        name
                                                + " is not there at the moment: its bundle is being"
                                                + " replaced or does not run; try again"));
    }
}
