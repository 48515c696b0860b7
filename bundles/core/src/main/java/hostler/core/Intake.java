package hostler.core;

import hostler.core.api.Desired;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.graph.Startability;
import hostler.core.packages.PackageDefaults;
import hostler.core.packages.WorkspaceScan;
import hostler.core.state.ServiceRecord;
import hostler.core.state.StateStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what a look at the workspace found into the roster. */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /** The most services that are remembered without a package and without a process. */
    static final int REMEMBERED = 1_000;

    private final Roster roster;
    private final Surroundings around;
    private final StateStore store;
    private final PackageArchive archive;
    private boolean recalled;

    Intake(Roster roster, Surroundings around, StateStore store, PackageArchive archive) {
        this.roster = roster;
        this.around = around;
        this.store = store;
        this.archive = archive;
    }

    /**
     * Takes in new and changed packages, and tells services whose package is spoilt or gone. The
     * first time, services that are remembered and have no usable package are called back, too.
     */
    void take(WorkspaceScan.Findings findings, PackageDefaults defaults) {
        List<Reconciler> fresh;
        synchronized (roster) {
            fresh = update(findings, defaults);
        }
        fresh.forEach(Reconciler::begin);
    }

    private List<Reconciler> update(WorkspaceScan.Findings findings, PackageDefaults defaults) {
        roster.reconcilers().forEach(each -> each.see(now(each.id(), each.seen(), findings)));
        Map<ServiceId, ServiceRecord> records = store.records();
        List<Reconciler> fresh = new ArrayList<>();
        for (ServiceSpec spec : findings.specs().values()) {
            if (roster.reconciler(spec.id()).isEmpty()) {
                fresh.add(reconciler(record(spec.id(), records), PackageState.good(spec)));
            }
        }
        if (!recalled) {
            recalled = true;
            fresh.addAll(recall(records, findings, defaults));
        }
        fresh.forEach(roster::admit);
        roster.lookedThrough(findings.problems());
        roster.reconcilers().stream().filter(Reconciler::startsByItself).forEach(this::autostart);
        return fresh;
    }

    private static ServiceRecord record(ServiceId id, Map<ServiceId, ServiceRecord> records) {
        ServiceRecord known = records.get(id);
        return known == null ? ServiceRecord.unknown(id) : known;
    }

    private Reconciler reconciler(ServiceRecord record, PackageState state) {
        return new Reconciler(around, archive, new Ledger(store, record), state);
    }

    private static PackageState now(
            ServiceId id, PackageState before, WorkspaceScan.Findings findings) {
        ServiceSpec found = findings.specs().get(id);
        return found != null
                ? PackageState.good(found)
                : findings.hidden(before.spec()).map(before::wrong).orElseGet(before::gone);
    }

    private List<Reconciler> recall(
            Map<ServiceId, ServiceRecord> records,
            WorkspaceScan.Findings findings,
            PackageDefaults defaults) {
        List<Reconciler> recalled = new ArrayList<>();
        for (ServiceRecord record : records.values()) {
            if (!findings.specs().containsKey(record.id()) && matters(record)) {
                archive.find(record.id(), defaults)
                        .or(() -> record.handle().map(handle -> Orphan.of(handle, defaults)))
                        .map(PackageState::good)
                        .map(state -> now(record.id(), state, findings))
                        .map(state -> reconciler(record, state))
                        .ifPresent(recalled::add);
            }
        }
        forget(
                records.values().stream()
                        .filter(record -> !findings.specs().containsKey(record.id()))
                        .filter(record -> !matters(record))
                        .map(ServiceRecord::id)
                        .sorted()
                        .skip(REMEMBERED)
                        .toList());
        return recalled;
    }

    /** A package may come back, and what was commanded then counts; for so many, at least. */
    private void forget(List<ServiceId> ids) {
        for (ServiceId id : ids) {
            try {
                store.remove(id);
            } catch (IOException e) {
                LOG.warn("{}: what was commanded of it stays remembered", id, e);
            }
        }
    }

    private static boolean matters(ServiceRecord record) {
        return record.handle().isPresent() || record.desired().equals(Optional.of(Desired.RUNNING));
    }

    /** Nothing that stands in a cycle can be started in order; it tells so itself. */
    private void autostart(Reconciler reconciler) {
        String by = "autostart";
        if (roster.graph().startOrder(reconciler.id())
                instanceof Startability.Ordered(List<ServiceId> order)) {
            order.forEach(id -> roster.reconciler(id).ifPresent(each -> each.autostart(by)));
        } else {
            reconciler.autostart(by);
        }
    }
}
