package hostler.core;

import hostler.core.api.Desired;
import hostler.core.api.Health;
import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceState;
import hostler.core.api.Verdict;
import hostler.core.state.ServiceRecord;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchHandle;
import hostler.os.api.ExitRecord;
import hostler.settings.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where one service stands: all its reconciler knows of it. Confined to that thread. */
final class Standing {

    /** The health of a service that runs and has no check. */
    static final Health UNCHECKED = new Health(Verdict.HEALTHY, "no health check configured");

    private final Surroundings around;
    private final Ledger ledger;
    private final Bulletin bulletin;
    private final Comeback comeback;
    private PackageState pack;
    private Life life;
    private Optional<String> restart = Optional.empty();
    private Optional<Setback> setback = Optional.empty();
    private final Succession succession = new Succession();

    Standing(Surroundings around, Ledger ledger, PackageState pack) {
        this.around = around;
        this.ledger = ledger;
        this.pack = pack;
        ServiceRecord record = ledger.record();
        this.life = record.handle().<Life>map(Life.Unclear::new).orElseGet(Life.Down::new);
        RestartBudget budget =
                RestartBudget.restored(record.restarts(), record.totalRestarts(), now());
        StatusDraft first = new StatusDraft(pack, ledger, life, budget, Retry.NONE, around);
        this.bulletin = new Bulletin(around, first.of(ServiceState.UNKNOWN, "not looked at"));
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
        Health health = spec().healthCheck().isEmpty() ? UNCHECKED : Health.NONE;
        Condition condition = Condition.of(ready || Awaited.nothing(spec()), health);
        lives(new Life.Up(launch, watcher, condition, now(), now(), story, Optional.empty()));
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
                && !Awaited.nothing(spec())
                && !ledger.record().ready();
    }

    /** The evidence about a launch; about another than the current, or a paused one, is dropped. */
    void judged(String launchId, Health health) {
        boolean counts = Awaited.of(spec()) == Awaited.CHECK;
        believe(launchId, condition -> condition.judged(health, counts));
    }

    /** Something about a launch is believed from now on, as {@link #judged}. */
    void believe(String launchId, UnaryOperator<Condition> change) {
        if (life instanceof Life.Up up && up.isLaunch(launchId) && !up.paused()) {
            Condition before = up.condition();
            Condition after = change.apply(before);
            after.finding(before).ifPresent(found -> bulletin.note(Kind.HEALTH, found));
            life = up.believed(after, now());
        }
    }

    /** Another process is the main one of the launch that lives. */
    void moved(Launch launch) {
        if (life instanceof Life.Up up && up.isLaunch(launch.handle().launchId())) {
            life = up.moved(launch);
            if (Awaited.of(spec()) == Awaited.DAEMON) {
                believe(launch.handle().launchId(), Condition::beingReady);
            }
        }
    }

    /** An end goes on record, whichever launch's it is. */
    void exited(ExitRecord exit) {
        ledger.amend(record -> record.ended(exit));
        bulletin.note(Kind.EXIT, exit.describe());
    }

    /** The launch that follows the one that is over, while it is not known how that ended. */
    Succession succession() {
        return succession;
    }

    /** It is over, and how is told later: what recovery does is the same whatever that is. */
    void replaceable(Life.Up gone) {
        succession.begin(gone.handle());
        lives(new Life.Over(gone.handle()));
        failed("its process ended", false, Duration.ZERO);
    }

    /** An agent before this one had replaced a launch by its standby. */
    void wasReplaced(LaunchHandle gone) {
        succession.begin(gone);
        succession.take();
        comeback.started(comeback.budget().spent(now()));
    }

    /** It is known now how the launch ended that was replaced, or is about to be. */
    void explained(ExitRecord exit) {
        if (succession.explained()) {
            ledger.amend(ServiceRecord::replaced);
        }
        String reason = exit.describe();
        comeback.explained(reason);
        if (life instanceof Life.Up up) {
            life = up.explained("started again after: " + reason);
        }
    }

    /** Whether it is a task that is done. */
    boolean done() {
        return wanted()
                && comeback.isCompleted()
                && spec().startup().kind() instanceof ServiceKind.OneShot;
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
            if (!comeback.isCompleted()) {
                comeback.forgive();
            }
            setback = Optional.empty();
            if (seen.spec().healthCheck().isEmpty() && life instanceof Life.Up up) {
                life =
                        up.believed(
                                up.condition().judged(UNCHECKED, Awaited.nothing(spec())), now());
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
        bulletin.publish(
                new StatusDraft(pack, ledger, life, comeback.budget(), comeback.retry(), around)
                        .of(state, reason));
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
