package hostler.core;

import hostler.core.api.Desired;
import hostler.core.api.Health;
import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchListener;
import hostler.os.api.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one service from what it is to what it should be, on a thread of its own: look, decide,
 * do, until there is nothing to do; then wait for a message.
 */
final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final Ticker.Timer NO_TIMER = () -> {};

    private final Surroundings around;
    private final ServiceId id;
    private final Ledger ledger;
    private final Mailbox mailbox = new Mailbox();
    private final Settlement settlement = new Settlement();
    private final Wishes wishes;
    private final Orders<Errand.Send> signals;
    private final Reloads reloads;
    private final Standing standing;
    private final Promises promises;
    private final Performer performer;
    private final LaunchNews news;
    private final Outlook outlook;
    private final Thread thread;
    private volatile PackageState seen;
    private volatile boolean stuck;
    private Ticker.Timer timer = NO_TIMER;
    private boolean ended;

    /** A reconciler that does not run yet; the service is known from here on. */
    Reconciler(Surroundings around, PackageArchive archive, Ledger ledger, PackageState seen) {
        this.around = around;
        this.id = seen.spec().id();
        this.ledger = ledger;
        this.seen = seen;
        this.wishes = new Wishes(ledger, settlement, mailbox);
        this.signals = new Orders<>(id);
        this.standing = new Standing(around, ledger, seen);
        this.reloads = new Reloads(standing, mailbox::post);
        Standby standby = new Standby(standing);
        this.news = new LaunchNews(standing, standby);
        this.outlook = new Outlook(around.ticker(), standing, mailbox::post);
        LaunchListener listener =
                (handle, event) -> mailbox.post(new Message.Told(handle.launchId(), event));
        this.promises = new Promises(around, archive, standing, standby, news, listener);
        this.performer = new Performer(around, standing, promises, news, listener);
        this.thread =
                Thread.ofVirtual()
                        .name("hostler-service-" + id)
                        .uncaughtExceptionHandler(new UnexpectedEnd())
                        .unstarted(this::run);
    }

    void begin() {
        thread.start();
    }

    ServiceId id() {
        return id;
    }

    Desired desired() {
        return ledger.desired();
    }

    /** Whether it is to start by itself, and nobody has ever commanded it. */
    boolean startsByItself() {
        return seen.spec().autostart() && ledger.record().desired().isEmpty();
    }

    /** What the workspace said last. */
    PackageState seen() {
        return seen;
    }

    /** Whether its end cannot be brought about now, so that nobody should wait for it. */
    boolean stuck() {
        return stuck;
    }

    boolean hasMail() {
        return !mailbox.isEmpty();
    }

    /** Something around the service changed. */
    void look() {
        mailbox.post(new Message.Look());
    }

    /** What the workspace says now. */
    void see(PackageState state) {
        if (!state.equals(seen)) {
            seen = state;
            mailbox.post(new Message.PackageSeen(state));
        }
    }

    /** Runs it unless somebody has ever commanded it. */
    void autostart(String by) {
        mailbox.post(new Message.Autostart(by));
    }

    void report(String launchId, Health health) {
        mailbox.post(new Message.Reported(launchId, health));
    }

    /** What is commanded of it. */
    Wishes wishes() {
        return wishes;
    }

    /** Takes a signal to be sent. */
    CompletionStage<ServiceStatus> signal(Signal signal, String by) throws ServiceException {
        CompletionStage<ServiceStatus> sent = signals.add(new Errand.Send(signal), by);
        mailbox.post(new Message.SignalWanted());
        return sent;
    }

    /** Takes the command to read its configuration anew. */
    CompletionStage<ServiceStatus> reload(String by) throws ServiceException {
        return reloads.want(by);
    }

    /** Why what runs can never be reloaded; empty: it can, as far as is known. */
    Optional<String> reloadObstacle() {
        return currentLauncher().flatMap(it -> ReloadWay.of(seen.spec(), it).obstacle());
    }

    /** Whether the launcher of what runs is there and can pause. */
    boolean pausable() {
        return currentLauncher().filter(GuardedLauncher::pauses).isPresent();
    }

    private Optional<GuardedLauncher> currentLauncher() {
        return ledger.record()
                .handle()
                .flatMap(handle -> around.launchers().find(handle.launcher()));
    }

    /** Lets go of the service, which is left as it is. */
    void end() {
        mailbox.post(new Message.End());
    }

    /** Waits for the end. */
    boolean ended(Duration patience) throws InterruptedException {
        return thread.join(patience);
    }

    /** Breaks off what it is doing. */
    void breakOff() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!ended) {
                pass();
            }
        } catch (InterruptedException e) {
            LOG.info("{}: broken off", id, e);
        } finally {
            timer.cancel();
            signals.close();
            reloads.close();
            outlook.close();
            settlement.close(standing.bulletin().last());
        }
    }

    private void pass() throws InterruptedException {
        long commands = settlement.commands();
        mailbox.poll().forEach(this::read);
        if (ended) {
            return;
        }
        switch (Decision.of(standing.observe())) {
            case Action.Start start -> standing.launcher().ifPresent(performer::start);
            case Action.Recover(var handle) ->
                    standing.launcher().ifPresent(there -> performer.recover(there, handle));
            case Action.Stop stop ->
                    standing.launcher().ifPresent(there -> performer.stop(there, stop));
            case Action.Sweep(var handle) ->
                    standing.launcher().ifPresent(there -> performer.sweep(there, handle));
            case Action.Pause(var handle) ->
                    standing.launcher().ifPresent(there -> performer.pause(there, handle));
            case Action.Resume(var handle) ->
                    standing.launcher().ifPresent(there -> performer.resume(there, handle));
            case Action.Forgive forgive -> performer.forgive();
            case Action.Rest rest -> rest(rest, commands);
        }
    }

    private void rest(Action.Rest rest, long commands) throws InterruptedException {
        promises.record();
        stuck = standing.stuck();
        timer.cancel();
        timer = rest.wakeAt().map(this::wakeAt).orElse(NO_TIMER);
        outlook.keep();
        standing.publish(rest.state(), outlook.added(rest.reason()));
        reloads.answer();
        if (settled(rest.state())) {
            settlement.reached(standing.bulletin().last(), commands);
        }
        if (standing.dispensable() && around.neighbourhood().release(this)) {
            around.events().forget(id);
            ended = true;
        } else {
            mailbox.await();
        }
    }

    private Ticker.Timer wakeAt(long due) {
        Duration left = Duration.ofNanos(due - around.ticker().nanos());
        return around.ticker().schedule(left, this::look);
    }

    private boolean settled(ServiceState state) {
        return state == ServiceState.STOPPED
                || state == ServiceState.FAILED
                || state == ServiceState.COMPLETED
                || (state == ServiceState.RUNNING && standing.wanted())
                || (state == ServiceState.PAUSED && standing.wanted());
    }

    private void read(Message message) {
        switch (message) {
            case Message.Look look -> {}
            case Message.Commanded commanded -> commanded(commanded);
            case Message.RestartWanted(String by, Optional<String> launchId) ->
                    standing.restartWanted("restart commanded by " + by, launchId);
            case Message.PauseChanged(String what, boolean news) -> pauseChanged(what, news);
            case Message.SignalWanted wanted -> signals.take().forEach(performer::signal);
            case Message.ReloadWanted wanted -> reloads.begin();
            case Message.Reloaded(String failure) -> reloads.ended(failure);
            case Message.Autostart(String by) -> autostarted(by);
            case Message.Told(String launchId, LaunchEvent event) -> news.told(launchId, event);
            case Message.Sighted sight -> outlook.sighted(sight);
            case Message.Reported(String launchId, Health health) ->
                    standing.judged(launchId, health);
            case Message.PackageSeen(PackageState state) -> standing.packageIs(state);
            case Message.End end -> ended = true;
        }
    }

    private void commanded(Message.Commanded command) {
        boolean down = standing.life() instanceof Life.Down;
        boolean heldBack = !(standing.comeback().retry() instanceof Retry.None);
        if (command.news() || (down && heldBack)) {
            String what = command.desired() == Desired.RUNNING ? "start" : "stop";
            standing.bulletin().note(Kind.COMMAND, what + " commanded by " + command.by());
        }
        if (command.desired() == Desired.STOPPED) {
            standing.restarted();
        }
        standing.commanded();
    }

    private void pauseChanged(String what, boolean news) {
        if (news) {
            standing.bulletin().note(Kind.COMMAND, what);
        }
        standing.commanded();
    }

    private void autostarted(String by) {
        if (ledger.record().desired().isEmpty()) {
            ledger.tryCommit(record -> record.commanded(Desired.RUNNING, by));
            standing.bulletin().note(Kind.COMMAND, "start commanded by " + by);
        }
    }
}
