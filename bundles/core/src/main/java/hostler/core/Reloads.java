package hostler.core;

import hostler.core.Orders.Order;
import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceStatus;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Has one service read its configuration anew, one reload at a time. What a launcher does for that
 * may take minutes, in which the service must be watched and stopped as always: it has a thread of
 * its own. Confined to the service's reconciler where nothing else is said.
 */
final class Reloads implements AutoCloseable {
    private final Standing standing;
    private final Orders<Errand.Reload> orders;
    private final Consumer<Message> mailbox;

    /** Whom the reload under way serves; empty: none is. */
    private List<Order<Errand.Reload>> served = List.of();

    /** Those that nobody has been told of yet. */
    private final List<Over> over = new ArrayList<>();

    /** Waits for the launcher. */
    private Optional<Thread> thread = Optional.empty();

    Reloads(Standing standing, Consumer<Message> mailbox) {
        this.standing = standing;
        this.orders = new Orders<>(standing.id());
        this.mailbox = mailbox;
    }

    /** Takes the wish for one. Any thread. */
    CompletionStage<ServiceStatus> want(String by) throws ServiceException {
        CompletionStage<ServiceStatus> done = orders.add(new Errand.Reload(), by);
        mailbox.accept(new Message.ReloadWanted());
        return done;
    }

    /**
     * Begins one for all who wait, unless one is under way: that may have read what has changed
     * since, so another follows.
     */
    void begin() {
        if (served.isEmpty()) {
            served = orders.take();
            if (!served.isEmpty()) {
                reload();
            }
        }
    }

    private void reload() {
        Optional<GuardedLauncher> launcher = standing.launcher();
        if (!(standing.life() instanceof Life.Up up) || launcher.isEmpty()) {
            ended("it does not run, or its launcher is not there");
        } else if (up.paused()) {
            ended("it is paused");
        } else {
            reload(launcher.get(), up.handle());
        }
    }

    private void reload(GuardedLauncher launcher, LaunchHandle handle) {
        switch (ReloadWay.of(standing.spec(), launcher)) {
            case ReloadWay.Signalled(var signal) ->
                    ended(failure(() -> launcher.signal(handle, signal)));
            case ReloadWay.Launched launched -> elsewhere(() -> launcher.reload(handle));
            case ReloadWay.Unknown unknown -> ended(ReloadWay.Unknown.REASON);
        }
    }

    @FunctionalInterface
    private interface Call {
        void run() throws LaunchException;
    }

    /** Empty: it has worked. */
    private static String failure(Call call) {
        try {
            call.run();
            return "";
        } catch (LaunchException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void elsewhere(Call call) {
        Thread.Builder named = Thread.ofVirtual().name("hostler-reload-" + standing.id());
        thread = Optional.of(named.start(() -> tell(call)));
    }

    private void tell(Call call) {
        String failure = "its launcher broke off";
        try {
            failure = failure(call);
        } finally {
            mailbox.accept(new Message.Reloaded(failure));
        }
    }

    /**
     * The one under way is over.
     *
     * @param failure why it has failed; empty: it has not
     */
    void ended(String failure) {
        standing.bulletin().note(Kind.COMMAND, story(failure));
        over.add(new Over(served, failure));
        served = List.of();
        thread = Optional.empty();
        begin();
    }

    /** One that is over: whom it has served, and why it has failed. */
    private record Over(List<Order<Errand.Reload>> served, String failure) {
        void answer(ServiceStatus status) {
            for (Order<Errand.Reload> each : served) {
                if (failure.isEmpty()) {
                    each.succeed(status);
                } else {
                    each.fail(failure);
                }
            }
        }
    }

    /** Those who wait are told what is on record by now. */
    void answer() {
        over.forEach(each -> each.answer(standing.bulletin().last()));
        over.clear();
    }

    private String story(String failure) {
        String by = served.stream().map(Order::by).distinct().collect(Collectors.joining(", "));
        return failure.isEmpty()
                ? "reloaded, commanded by " + by
                : "not reloaded, as commanded by " + by + ": " + failure;
    }

    /** Nobody looks after the service any more. */
    @Override
    public void close() {
        answer();
        thread.ifPresent(Thread::interrupt);
        orders.close();
        served.forEach(order -> order.fail("the agent ends"));
        served = List.of();
    }
}
