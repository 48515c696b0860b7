package hostler.core;

import hostler.core.api.Desired;
import hostler.core.api.Health;
import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Verdict;
import hostler.core.state.ServiceRecord;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchHandle;
import hostler.os.api.ExitRecord;
import hostler.settings.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where one service stands: all its reconciler knows of it. Confined to that thread. */
final class Standing {

    /** The health of a service that runs and has no check. */
    static final Health UNCHECKED = new Health(Verdict.HEALTHY, "no health check configured");

    private static final Health DOWN = new Health(Verdict.UNKNOWN, "not running");

    private final Surroundings around;
    private final Ledger ledger;
    private final Bulletin bulletin;
    private final Comeback comeback;
    private PackageState pack;
    private Life life;
    private Optional<String> restart = Optional.empty();
    private Optional<Setback> setback = Optional.empty();

    Standing(Surroundings around, Ledger ledger, PackageState pack) {
        this.around = around;
        this.ledger = ledger;
        this.pack = pack;
        ServiceRecord record = ledger.record();
        this.life = record.handle().<Life>map(Life.Unclear::new).orElseGet(Life.Down::new);
        RestartBudget budget =
                RestartBudget.restored(record.restarts(), record.totalRestarts(), now());
        this.bulletin = new Bulletin(around, status(budget, ServiceState.UNKNOWN, "not looked at"));
        this.comeback = new Comeback(around, bulletin, budget);
    }

    ServiceId id() {
        return pack.spec().id();
    }

    ServiceSpec spec() {
        return pack.spec();
    }

    Life life() {
        return life;
    }

    Ledger ledger() {
        return ledger;
    }

    Comeback comeback() {
        return comeback;
    }

    Bulletin bulletin() {
        return bulletin;
    }

    boolean wanted() {
        return unwanted().isEmpty();
    }

    /** Whether nobody would miss it: its package is gone, nothing lives, nothing should. */
    boolean dispensable() {
        return pack.removed() && life instanceof Life.Down && !wanted();
    }

    /** While it rests: whether its end cannot be brought about now. */
    boolean stuck() {
        return life instanceof Life.Up && !wanted() && neighbours().stopFirst().isEmpty();
    }

    Observation observe() {
        return new Observation(
                spec(),
                unwanted(),
                life,
                restart,
                ledger.record().pause(),
                comeback.retry(),
                comeback.budget().streak() > 0,
                comeback.veto(spec().recovery()),
                setback,
                launcher().isPresent(),
                !(life instanceof Life.Up up) || launcher().equals(Optional.of(up.watcher())),
                neighbours(),
                now());
    }

    /** The launcher that the next step needs, if it is there. */
    Optional<GuardedLauncher> launcher() {
        return around.launchers()
                .find(
                        switch (life) {
                            case Life.Unclear(LaunchHandle handle) -> handle.launcher();
                            case Life.Over(LaunchHandle handle) -> handle.launcher();
                            case Life.Up up -> up.handle().launcher();
                            case Life.Down down -> spec().startup().method();
                        });
    }

    /**
     * What is known about its processes has changed; what could not be done before may be tried
     * again.
     */
    void lives(Life found) {
        life = found;
        setback = Optional.empty();
    }

    /** A launch runs. */
    void runs(Launch launch, GuardedLauncher watcher, boolean ready, String story) {
        boolean unchecked = spec().healthCheck().isEmpty();
        Health health = unchecked ? UNCHECKED : Health.NONE;
        lives(
                new Life.Up(
                        launch,
                        watcher,
                        ready || unchecked,
                        health,
                        now(),
                        now(),
                        story,
                        Optional.empty()));
    }

    /** It stands still. */
    void paused() {
        if (life instanceof Life.Up up) {
            lives(up.paused(now()));
        }
    }

    /** It goes on. */
    void resumed() {
        if (life instanceof Life.Up up) {
            lives(up.resumed(now()));
        }
    }

    /** Whether it is ready, and that is not on record yet. */
    boolean readyIsNews() {
        return life instanceof Life.Up up
                && up.ready()
                && spec().healthCheck().isPresent()
                && !ledger.record().ready();
    }

    /** The evidence about a launch; about another than the current, or a paused one, is dropped. */
    void judged(String launchId, Health health) {
        if (life instanceof Life.Up up && up.isLaunch(launchId) && !up.paused()) {
            Life.Up judged = up.judged(health, now());
            boolean news =
                    judged.ready() != up.ready() || health.verdict() != up.health().verdict();
            if (news) {
                bulletin.note(Kind.HEALTH, describe(judged, judged.ready() != up.ready()));
            }
            life = judged;
        }
    }

    private static String describe(Life.Up up, boolean becameReady) {
        String verdict = up.health().verdict() + ": " + up.health().message();
        return becameReady ? "ready; " + verdict : verdict;
    }

    /** An end goes on record, whichever launch's it is. */
    void exited(ExitRecord exit) {
        ledger.amend(record -> record.ended(exit));
        bulletin.note(Kind.EXIT, exit.status().describe());
    }

    /** It failed, which recovery answers. */
    void failed(String reason, boolean completed, Duration ago) {
        comeback.failed(spec().recovery(), reason, completed, ago);
    }

    /** What the workspace says now. */
    void packageIs(PackageState seen) {
        PackageState before = pack;
        pack = seen;
        before.changeTo(seen, life instanceof Life.Up)
                .ifPresent(change -> bulletin.note(Kind.PACKAGE, change));
        if (!before.spec().equals(seen.spec())) {
            comeback.forgive();
            setback = Optional.empty();
            if (seen.spec().healthCheck().isEmpty() && life instanceof Life.Up up) {
                life = up.judged(UNCHECKED, now());
            }
        }
    }

    /**
     * What runs is to be replaced, unless that has happened since; what does not run is to be
     * started afresh.
     */
    void restartWanted(String why, Optional<String> launchId) {
        bulletin.note(Kind.COMMAND, why);
        boolean replaced = life instanceof Life.Up up && launchId.filter(up::isLaunch).isEmpty();
        if (!replaced) {
            restart = Optional.of(why);
        }
        commanded();
    }

    /** Why what runs is to be replaced. */
    Optional<String> restart() {
        return restart;
    }

    /** It was replaced. */
    void restarted() {
        restart = Optional.empty();
    }

    /** Somebody wants something of it: what is down starts afresh, what failed is tried again. */
    void commanded() {
        if (!(life instanceof Life.Up)) {
            comeback.forgive();
        }
        setback = Optional.empty();
    }

    /** Something cannot be done now; it is told once, however often it is tried. */
    void setBack(String reason, Duration pause) {
        if (!setback.map(Setback::reason).equals(Optional.of(reason))) {
            bulletin.note(
                    Kind.RECOVERY, reason + "; trying again every " + Durations.format(pause));
        }
        setback = Optional.of(new Setback(reason, now() + pause.toNanos()));
    }

    /** Tells the rest of the agent. */
    void publish(ServiceState state, String reason) {
        bulletin.publish(status(comeback.budget(), state, reason));
    }

    private ServiceStatus status(RestartBudget budget, ServiceState state, String reason) {
        ServiceRecord record = ledger.record();
        Optional<Life.Up> up =
                life instanceof Life.Up alive ? Optional.of(alive) : Optional.empty();
        Optional<String> launchId =
                record.handle()
                        .map(LaunchHandle::launchId)
                        .or(() -> record.lastExit().map(ExitRecord::launchId));
        return new ServiceStatus(
                spec(),
                ledger.desired(),
                state,
                reason,
                launchId,
                up.map(alive -> alive.launch().process()).filter(process -> state.alive()),
                up.map(alive -> alive.launch().startedAt()).filter(at -> state.alive()),
                up.isPresent() && up.get().ready(),
                up.map(Life.Up::health).orElse(DOWN),
                budget.counted(now()),
                budget.total(),
                record.lastExit(),
                nextStart(state),
                pack.removed(),
                pack.problem(),
                around.ticker().now(),
                around.neighbourhood().nextRevision());
    }

    private Optional<Instant> nextStart(ServiceState state) {
        return state == ServiceState.RESTARTING && comeback.retry() instanceof Retry.At at
                ? Optional.of(at.at())
                : Optional.empty();
    }

    private Neighbours neighbours() {
        return switch (life) {
            case Life.Down down when wanted() -> around.neighbourhood().beforeStart(id());
            case Life.Up up when !wanted() -> around.neighbourhood().beforeStop(id());
            default -> Neighbours.NONE;
        };
    }

    private Optional<String> unwanted() {
        ServiceRecord record = ledger.record();
        if (around.neighbourhood().leaving()) {
            return Optional.of("the agent ends, and agent.stop_services_on_exit is set");
        }
        if (pack.removed() && around.stopRemoved().getAsBoolean()) {
            return Optional.of("its package.json was removed");
        }
        if (record.desired().isEmpty()) {
            return Optional.of("nobody has started it yet");
        }
        return record.desired()
                .filter(Desired.STOPPED::equals)
                .map(stopped -> "stop commanded by " + record.commandedBy());
    }

    private long now() {
        return around.ticker().nanos();
    }
}
