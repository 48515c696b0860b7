package hostler.health;

import hostler.core.api.Desired;
import hostler.core.api.Health;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Verdict;
import hostler.health.api.CheckResult;
import hostler.health.api.HealthBook;
import hostler.health.api.HealthChange;
import hostler.health.api.HealthEntry;
import hostler.health.api.ServiceHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One service under observation: its launches come and go, its history stays. Thread-safe. */
final class Checkup {
    private final Instruments instruments;
    private final History history = new History();
    private final Closeness closeness = new Closeness();
    private ServiceStatus status;
    private @Nullable LaunchCheckup launch;
    private boolean begun;

    /** Nothing is done before the first {@link #observe}. */
    Checkup(ServiceStatus status, Instruments instruments) {
        this.status = status;
        this.instruments = instruments;
    }

    /** Acts on a status; one that is not newer than the last is ignored. */
    synchronized void observe(ServiceStatus newer) {
        if (!begun || newer.revision() > status.revision()) {
            Verdict before = begun ? health().verdict() : Verdict.UNKNOWN;
            begun = true;
            status = newer;
            follow(before);
        }
    }

    /** The service is gone from the registry. */
    synchronized void end() {
        if (launch != null) {
            launch.end();
            launch = null;
        }
    }

    synchronized void arrived(String type) {
        if (launch != null) {
            launch.arrived(type);
        }
    }

    /** Completes when there is evidence, or nothing that could be asked for it. */
    synchronized CompletableFuture<Void> firstEvidence() {
        return launch == null ? CompletableFuture.completedFuture(null) : launch.firstEvidence();
    }

    /** Checks now, and then at least so often until the watch is closed. */
    HealthBook.CloseWatch watchClosely(Duration interval) {
        closeness.add(interval);
        checkNow();
        return new HealthBook.CloseWatch() {
            private final AtomicBoolean open = new AtomicBoolean(true);

            @Override
            public Optional<HealthEntry> last() {
                return current().last();
            }

            @Override
            public void close() {
                if (open.getAndSet(false)) {
                    closeness.remove(interval);
                }
            }
        };
    }

    private synchronized void checkNow() {
        if (launch != null) {
            launch.hurry();
        }
    }

    List<HealthEntry> history(int limit) {
        return history.newest(limit);
    }

    /** What is believed now. */
    synchronized ServiceHealth current() {
        Health health = health();
        Optional<HealthEntry> last = launch == null ? Optional.empty() : launch.last();
        return new ServiceHealth(status.id(), health.verdict(), health.message(), last);
    }

    private void follow(Verdict before) {
        Optional<String> launchId = status.launchId().filter(id -> checkable());
        if (launchId.isEmpty()) {
            end();
            tellWhenDown(before);
        } else if (launch != null && launch.isFor(launchId.get())) {
            launch.update(status);
        } else {
            end();
            launch = new LaunchCheckup(status, launchId.get(), instruments, history, closeness);
            launch.begin();
        }
    }

    /** A service that was told to end is not asked how it is. */
    private boolean checkable() {
        return switch (status.state()) {
            case STARTING, RUNNING, PAUSED -> status.process().isPresent();
            default -> false;
        };
    }

    private Health health() {
        return launch == null ? standing() : launch.health();
    }

    /** The health of a service that has no process to be asked. */
    private Health standing() {
        String message = status.state().name().toLowerCase(Locale.ROOT) + ": " + status.reason();
        return new Health(down() ? Verdict.CRITICAL : Verdict.UNKNOWN, message);
    }

    /** Somebody wants it to run, and it ended. */
    private boolean down() {
        return status.desired() == Desired.RUNNING
                && (status.state() == ServiceState.RESTARTING
                        || status.state() == ServiceState.FAILED);
    }

    private void tellWhenDown(Verdict before) {
        if (!down() || before == Verdict.CRITICAL) {
            return;
        }
        HealthEntry entry =
                new HealthEntry(
                        Verdict.CRITICAL,
                        CheckResult.critical(standing().message()),
                        Instant.now(),
                        "",
                        Duration.ZERO);
        instruments.notifications().tell(new HealthChange(status.id(), before, entry));
    }
}
