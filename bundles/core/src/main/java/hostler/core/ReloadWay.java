package hostler.core;

import hostler.core.api.ServiceConfiguration.Effect;
import hostler.core.api.ServiceSpec;
import hostler.os.api.Signal;
import java.util.Optional;

/** How a service is made to read its configuration anew. */
sealed interface ReloadWay {

    /** Its main process gets a signal. */
    record Signalled(Signal signal) implements ReloadWay {}

    /** Its launcher does it. */
    record Launched() implements ReloadWay {}

    /** Nobody knows how. */
    record Unknown() implements ReloadWay {
        static final String REASON =
                "its package does not say how; declare startup.reload_signal, such as HUP, if its"
                        + " program reads its configuration anew on a signal";
    }

    /** Why it cannot be done; empty: it can, as far as is known. */
    default Optional<String> obstacle() {
        return this instanceof Unknown ? Optional.of(Unknown.REASON) : Optional.empty();
    }

    /** What the package says of a reload counts most, what it says of configuration least. */
    static ReloadWay of(ServiceSpec spec, GuardedLauncher launcher) {
        if (spec.startup().reloadSignal().isPresent()) {
            return new Signalled(spec.startup().reloadSignal().get());
        }
        if (launcher.reloads()) {
            return new Launched();
        }
        return spec.configuration().effect() instanceof Effect.Signalled(Signal signal)
                ? new Signalled(signal)
                : new Unknown();
    }
}
