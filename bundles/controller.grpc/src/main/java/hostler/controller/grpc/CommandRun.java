package hostler.controller.grpc;

import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.proto.v1.CommandProgress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One {@code Command} call while it is carried out: gives the orders, tells what happens to the
 * services that have not settled, and ends when all have or the time is up. When the caller leaves,
 * only the telling ends.
 */
final class CommandRun {
    private final Backends backends;
    private final CommandOrder order;
    private final String by;
    private final OutboundStream<CommandProgress> stream;

    /** One entry a service at most. */
    private final BlockingQueue<CommandProgress> outcomes = new LinkedBlockingQueue<>();

    /** Services without an outcome yet; guarded by itself, as is the order of their messages. */
    private final Set<String> pending = new LinkedHashSet<>();

    CommandRun(
            Backends backends,
            CommandOrder order,
            String by,
            OutboundStream<CommandProgress> stream) {
        this.backends = backends;
        this.order = order;
        this.by = by;
        this.stream = stream;
    }

    /** Returns when every service has its outcome; blocks at most for the order's patience. */
    void run() throws InterruptedException {
        List<String> names = order.names().isEmpty() ? everything() : order.names();
        pending.addAll(names);
        if (order.patience().isZero()) {
            names.forEach(this::give);
            report(Duration.ZERO);
            return;
        }
        // Before the first order, so that no event of it is missed.
        try (ServiceEvents.Subscription subscription = backends.events().subscribe(this::tell)) {
            stream.whenEnded(subscription::close);
            names.forEach(this::give);
            report(order.patience());
        }
    }

    private List<String> everything() {
        return backends.registry().list().stream().map(status -> status.id().name()).toList();
    }

    private void give(String name) {
        try {
            var _ =
                    order.give(backends.control(), name, by)
                            .whenComplete((status, thrown) -> settled(name, status, thrown));
            if (order.patience().isZero()) {
                outcomes.add(Wire.outcome(name, state(name), "commanded", true));
            }
        } catch (ServiceException e) {
            outcomes.add(Wire.outcome(name, state(name), String.valueOf(e.getMessage()), false));
        }
    }

    private void settled(String name, @Nullable ServiceStatus status, @Nullable Throwable thrown) {
        if (status != null) {
            boolean ok = order.fulfilledBy(status.state());
            outcomes.add(Wire.outcome(name, status.state(), order.account(status), ok));
        } else if (thrown != null) {
            outcomes.add(Wire.outcome(name, state(name), reason(name, thrown), false));
        }
    }

    private static String reason(String name, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null
                        ? thrown.getCause()
                        : thrown;
        return cause instanceof ServiceException refused
                ? String.valueOf(refused.getMessage())
                : String.valueOf(
                        Failures.unexpected("the command to " + name, cause).getDescription());
    }

    private void tell(ServiceEvent event) {
        synchronized (pending) {
            if (pending.contains(event.service().name())) {
                stream.sendOrDrop(Wire.progress(event));
            }
        }
    }

    private void report(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (waiting()) {
            CommandProgress outcome =
                    outcomes.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (outcome == null) {
                giveUp();
                return;
            }
            conclude(outcome);
        }
    }

    private boolean waiting() {
        synchronized (pending) {
            return !pending.isEmpty();
        }
    }

    private void giveUp() throws InterruptedException {
        for (String name : List.copyOf(pending)) {
            conclude(
                    Wire.outcome(
                            name,
                            state(name),
                            "not settled after "
                                    + order.patience().toMillis() / 1e3
                                    + " s; the command goes on: "
                                    + reason(name),
                            false));
        }
    }

    private void conclude(CommandProgress outcome) throws InterruptedException {
        synchronized (pending) {
            if (pending.remove(outcome.getService())) {
                stream.send(outcome);
            }
        }
    }

    private ServiceState state(String name) {
        return ServiceId.isValid(name)
                ? backends.registry()
                        .find(new ServiceId(name))
                        .map(ServiceStatus::state)
                        .orElse(ServiceState.UNKNOWN)
                : ServiceState.UNKNOWN;
    }

    private String reason(String name) {
        return backends.registry()
                .find(new ServiceId(name))
                .map(ServiceStatus::reason)
                .orElse("its package.json is gone");
    }
}
