package hostler.launcher.systemd;

import hostler.core.api.ServiceSpec;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.Sighting;
import java.util.Optional;
import java.util.function.Consumer;

/** Sees adopted units run that nobody has launched. */
final class Sightings implements Sighting {
    private final Scopes scopes;
    private final Naming naming;

    Sightings(Scopes scopes, Naming naming) {
        this.scopes = scopes;
        this.naming = naming;
    }

    @Override
    public Lookout look(ServiceSpec spec, Consumer<Optional<String>> seen) throws LaunchException {
        UnitRef unit = naming.unit(spec, "");
        Sight sight = new Sight(unit, seen);
        TrackedUnit tracked =
                Failures.asking(
                        "cannot look whether " + unit + " runs",
                        () -> scopes.at(unit.scope()).track(unit.name(), sight::at));
        return () -> {
            tracked.close();
            sight.close();
        };
    }

    /** What was told of a unit last. */
    private static final class Sight {
        private final UnitRef unit;
        private final Consumer<Optional<String>> seen;

        /** Guarded by this, as is what follows, and every call of {@code seen}. */
        private Optional<Optional<String>> told = Optional.empty();

        private boolean closed;

        Sight(UnitRef unit, Consumer<Optional<String>> seen) {
            this.unit = unit;
            this.seen = seen;
        }

        synchronized void at(UnitState state) {
            Optional<String> now =
                    state.main()
                            .filter(main -> state.runs())
                            .map(main -> unit + " runs as process " + main.pid());
            if (!closed && !told.equals(Optional.of(now))) {
                told = Optional.of(now);
                seen.accept(now);
            }
        }

        /** Once this has returned nothing is told any more. */
        synchronized void close() {
            closed = true;
        }
    }
}
