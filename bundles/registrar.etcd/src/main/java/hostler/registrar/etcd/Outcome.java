package hostler.registrar.etcd;

import hostler.etcd.EtcdException;
import hostler.registrar.api.Registration;
import hostler.registrar.api.Registration.Absent;
import hostler.registrar.api.Registration.Cause;
import hostler.registrar.api.Registration.Registered;
import hostler.registrar.api.Registration.Unconfirmed;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the registration stands, for whoever asks; what changes is logged, once a cause. */
final class Outcome {
    private static final Logger LOG = LoggerFactory.getLogger(Outcome.class);

    private final String place;
    private final InstantSource clock;
    private volatile Registration current;

    Outcome(String place, InstantSource clock) {
        this.place = place;
        this.clock = clock;
        this.current = new Absent(clock.instant(), Cause.STARTING, "not tried yet");
    }

    Registration current() {
        return current;
    }

    void registered(String address) {
        if (!(current instanceof Registered known && known.address().equals(address))) {
            current = new Registered(clock.instant(), address);
            LOG.info("registered with {} as {}", place, address);
        }
    }

    void absent(Cause cause, String reason) {
        boolean known = current instanceof Absent before && before.cause() == cause;
        current = new Absent(known ? current.since() : clock.instant(), cause, reason);
        if (!known) {
            tell(cause, "not registered with {}: {}", reason);
        }
    }

    /** It was registered, and etcd may still show it. */
    void unconfirmed(Cause cause, String reason) {
        boolean known = current instanceof Unconfirmed before && before.cause() == cause;
        current = new Unconfirmed(known ? current.since() : clock.instant(), cause, reason);
        if (!known) {
            tell(cause, "the registration with {} cannot be renewed: {}", reason);
        }
    }

    private void tell(Cause cause, String pattern, String reason) {
        switch (cause) {
            case CONFLICT, DENIED -> LOG.error(pattern, place, reason);
            case UNREACHABLE, FULL, REFUSED -> LOG.warn(pattern, place, reason);
            case DISABLED, STARTING, NO_ADDRESS -> LOG.info(pattern, place, reason);
        }
    }

    static Cause cause(EtcdException.Kind kind) {
        return switch (kind) {
            case UNREACHABLE, TIMEOUT -> Cause.UNREACHABLE;
            case DENIED, TOKEN -> Cause.DENIED;
            case NO_SPACE -> Cause.FULL;
            case TOO_LARGE, LEASE_GONE, LEASE_THERE, COMPACTED, OTHER -> Cause.REFUSED;
        };
    }
}
