package hostler.core;

import hostler.core.api.Health;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Verdict;
import hostler.core.state.ServiceRecord;
import hostler.launcher.api.LaunchHandle;
import hostler.os.api.ExitRecord;
import java.time.Instant;
import java.util.Optional;

/** What the rest of the agent is told of a service, from what its reconciler knows. */
record StatusDraft(
        PackageState pack,
        Ledger ledger,
        Life life,
        RestartBudget budget,
        Retry retry,
        Surroundings around) {

    private static final Health DOWN = new Health(Verdict.UNKNOWN, "not running");

    /** The status in this state; stamp and revision are of now. */
    ServiceStatus of(ServiceState state, String reason) {
        Optional<Life.Up> up =
                life instanceof Life.Up alive ? Optional.of(alive) : Optional.empty();
        return new ServiceStatus(
                pack.spec(),
                ledger.desired(),
                state,
                reason,
                up.map(alive -> alive.handle().launchId()).or(this::recordedLaunch),
                up.map(alive -> alive.launch().process()).filter(process -> state.alive()),
                up.map(alive -> alive.launch().startedAt()).filter(at -> state.alive()),
                up.isPresent() && up.get().ready(),
                up.map(Life.Up::health).orElse(DOWN),
                budget.counted(around.ticker().nanos()),
                budget.total(),
                ledger.record().lastExit(),
                nextStart(state),
                pack.removed(),
                pack.problem(),
                around.ticker().now(),
                around.neighbourhood().nextRevision());
    }

    private Optional<String> recordedLaunch() {
        ServiceRecord record = ledger.record();
        return record.handle()
                .map(LaunchHandle::launchId)
                .or(() -> record.lastExit().map(ExitRecord::launchId));
    }

    private Optional<Instant> nextStart(ServiceState state) {
        return state == ServiceState.RESTARTING && retry instanceof Retry.At at
                ? Optional.of(at.at())
                : Optional.empty();
    }
}
