package hostler.core;

import hostler.core.api.Recovery;
import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceSpec;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The launch that stands by: its handle is durable long before it is needed, so that a service that
 * ends is replaced without waiting for the disk. Confined to the service's reconciler.
 */
final class Standby {
    private static final Logger LOG = LoggerFactory.getLogger(Standby.class);

    private final Standing standing;

    /** What the standby on record was prepared from; empty: that is not known. */
    private Optional<ServiceSpec> preparedFrom = Optional.empty();

    /** The standby that its launcher was told of. */
    private Optional<LaunchHandle> ready = Optional.empty();

    Standby(Standing standing) {
        this.standing = standing;
    }

    /** The standby on record, if a launch under it would be one of the service as it should be. */
    Optional<LaunchHandle> fitting() {
        return preparedFrom.equals(Optional.of(standing.spec()))
                ? standing.ledger().record().standby()
                : Optional.empty();
    }

    /** Whether {@link #prepare} has not been asked since the service changed. */
    boolean due() {
        return !preparedFrom.equals(Optional.of(standing.spec()))
                || (standing.ledger().record().standby().isEmpty() && serves(standing.spec()));
    }

    /**
     * A launch to stand by: the one on record where that still fits, else a new one; none for a
     * service of which more than its end must be known before it is started again, or of which
     * nothing can be launched now.
     */
    Optional<LaunchHandle> prepare(GuardedLauncher launcher) {
        ServiceSpec spec = standing.spec();
        preparedFrom = Optional.of(spec);
        if (!serves(spec)) {
            return Optional.empty();
        }
        Optional<LaunchHandle> before = standing.ledger().record().standby();
        try {
            String launchId = before.map(LaunchHandle::launchId).orElseGet(() -> newLaunchId(spec));
            LaunchHandle handle = launcher.prepare(spec, launchId);
            return before.isEmpty() || before.get().equals(handle)
                    ? Optional.of(handle)
                    : Optional.of(launcher.prepare(spec, newLaunchId(spec)));
        } catch (LaunchException e) {
            LOG.debug("{}: nothing stands by", spec.id(), e);
            return Optional.empty();
        }
    }

    /** Has the launcher make ready what stands by on record, once. */
    void makeReady(GuardedLauncher launcher) {
        Optional<LaunchHandle> next = fitting();
        if (!next.equals(ready)) {
            next.ifPresent(handle -> launcher.standBy(handle, standing.spec()));
            ready = next;
        }
    }

    private static boolean serves(ServiceSpec spec) {
        Recovery recovery = spec.recovery();
        return recovery.enabled() && !(spec.startup().kind() instanceof ServiceKind.OneShot);
    }

    /** An id that no launch of any agent has. */
    static String newLaunchId(ServiceSpec spec) {
        return spec.id() + "." + Long.toHexString(UUID.randomUUID().getMostSignificantBits());
    }
}
