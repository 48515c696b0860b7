package hostler.launcher.systemd.bus;

import java.util.Optional;

/** A call that failed; the message says which, and what the peer or the connection said. */
public final class BusException extends Exception {
    private final Optional<String> name;

    /** The connection failed: whether the peer has done anything is not known. */
    public BusException(String message, Throwable cause) {
        super(message, cause);
        this.name = Optional.empty();
    }

    /** The peer has answered with an error of this name. */
    BusException(String name, String message) {
        super(message);
        this.name = Optional.of(name);
    }

    /** Whether the peer has answered with this error. */
    public boolean is(String errorName) {
        return name.isPresent() && name.get().equals(errorName);
    }

    /** Whether the peer has answered at all; otherwise the connection failed. */
    public boolean answered() {
        return name.isPresent();
    }
}
