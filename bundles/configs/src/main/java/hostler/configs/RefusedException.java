package hostler.configs;

import hostler.configs.api.ConfigOutcome.Reason;
import hostler.configs.api.ConfigOutcome.Refused;

/** A change that is not even tried. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    Refused outcome() {
        return new Refused(reason, String.valueOf(getMessage()));
    }
}
