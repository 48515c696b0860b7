package hostler.launcher.systemd;

import hostler.core.api.Readiness;
import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceSpec;
import hostler.core.api.Startup;
import hostler.launcher.api.LaunchException;
import hostler.launcher.systemd.bus.BusException;

/** Units that are there: somebody else has defined them, and may start and stop them as well. */
final class AdoptedUnits implements UnitSource {
    private final Scopes scopes;

    AdoptedUnits(Scopes scopes) {
        this.scopes = scopes;
    }

    @Override
    public void check(ServiceSpec spec, UnitRef unit) throws LaunchException {
        UnitState state =
                Failures.asking(
                        "cannot look at " + unit,
                        () -> scopes.at(unit.scope()).glance(unit.name()));
        if (!state.loaded()) {
            throw Failures.permanent(
                    "startup.service_name: "
                            + unit
                            + " is "
                            + state.loadState()
                            + " among "
                            + unit.scope()
                            + (state.loadError().isEmpty() ? "" : ": " + state.loadError())
                            + "; a unit file makes it, or systemd.create in agent.yaml");
        }
        agreed(spec.startup(), unit, state);
    }

    /** What core would wait for must be something that this unit does. */
    private static void agreed(Startup startup, UnitRef unit, UnitState state)
            throws LaunchException {
        switch (startup.readiness()) {
            case Readiness.LogLine line -> throw noLog(unit);
            case Readiness.Notify notify -> agreed("notify", unit, state, state.tellsReadiness());
            case Readiness.Check check -> {}
        }
        if (startup.kind() instanceof ServiceKind.Forking) {
            agreed("forking", unit, state, state.type().equals("forking"));
        }
    }

    private static LaunchException noLog(UnitRef unit) {
        return Failures.permanent(
                "startup.ready_log: "
                        + unit
                        + " writes where its own definition says, and not to a log of the agent's;"
                        + " Type=notify in it, or a health check, says when it is ready");
    }

    private static void agreed(String type, UnitRef unit, UnitState state, boolean fits)
            throws LaunchException {
        if (!fits) {
            throw Failures.permanent(
                    "startup.type: "
                            + type
                            + ", and "
                            + unit
                            + " has Type="
                            + state.type()
                            + "; without startup.type the unit's own counts");
        }
    }

    @Override
    public MainProcess start(ServiceSpec spec, HeldUnit unit)
            throws BusException, InterruptedException, LaunchException {
        return new UnitStart(unit, spec).joined();
    }
}
