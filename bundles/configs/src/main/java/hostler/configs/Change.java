package hostler.configs;

import hostler.configs.api.ConfigOutcome;
import hostler.configs.api.ConfigOutcome.ChangedFile;
import hostler.configs.api.ConfigOutcome.Reason;
import hostler.configs.api.ConfigTerms;
import hostler.core.api.Failure;
import hostler.core.api.ServiceConfiguration.Effect;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One change of a service's files while it is carried out, on one thread. */
final class Change {
    /** The answer is on its way so long before the caller stops waiting. */
    static final Duration MARGIN = Duration.ofSeconds(2);

    /** A shorter look at a service says nothing. */
    static final Duration SHORTEST_SOAK = Duration.ofSeconds(1);

    /** How long a start may take beside the end of what ran before. */
    private static final Duration STARTING = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Change.class);

    private final Doors doors;
    private final Limits limits;
    private final Transaction transaction;
    private final Effects effects;
    private final Steps steps;
    private final Progress progress;

    Change(
            Doors doors,
            Limits limits,
            Transaction transaction,
            Effects effects,
            Steps steps,
            Progress progress) {
        this.doors = doors;
        this.limits = limits;
        this.transaction = transaction;
        this.effects = effects;
        this.steps = steps;
        this.progress = progress;
    }

    /**
     * What is to be done, checked and agreed to.
     *
     * @param edits at least one
     * @param how for the history
     */
    record Agreed(
            ServiceStatus status, FileSet before, List<Edit> edits, ConfigTerms terms, String how) {
        ServiceId id() {
            return status.id();
        }

        Effect effect() {
            return Effects.effect(status);
        }

        FileSet after() {
            return before.after(edits);
        }
    }

    /**
     * Carries it out.
     *
     * @throws ServiceException INTERNAL when the files could not be put back either, which is tried
     *     again before the next change and at the agent's next start
     */
    ConfigOutcome carryOut(Agreed agreed) throws ServiceException, InterruptedException {
        long end = end(agreed.terms());
        Intent intent;
        try {
            intent = intent(agreed, transaction.recordFound(agreed.before()));
            transaction.begin(intent);
        } catch (IOException e) {
            return new ConfigOutcome.Refused(Reason.INTERNAL_ERROR, message(e));
        }
        try {
            transaction.replace(intent);
        } catch (IOException e) {
            return undone(agreed, intent, broken(e), end);
        }
        intent.edits().forEach(edit -> progress.tell(edit.path() + " is written"));
        return intent.launch().isPresent()
                ? tried(agreed, intent, end)
                : inForce(agreed, intent, agreed.id() + Effects.leftAlone(agreed.status()), end);
    }

    private static long end(ConfigTerms terms) {
        return System.nanoTime()
                + terms.patience()
                        .map(patience -> patience.minus(MARGIN))
                        .orElse(Duration.ofDays(1))
                        .toNanos();
    }

    private static String message(IOException e) {
        return String.valueOf(e.getMessage());
    }

    private static Trial.Failed broken(IOException e) {
        return new Trial.Failed(Reason.INTERNAL_ERROR, message(e), false);
    }

    private static Intent intent(Agreed agreed, int version) {
        return new Intent(
                version,
                agreed.after().hash(),
                agreed.terms().by(),
                Effects.concern(agreed.status()) ? launch(agreed.status()) : Optional.empty(),
                agreed.effect(),
                false,
                agreed.edits());
    }

    /** One that is about to have its first launch has none yet. */
    private static Optional<String> launch(ServiceStatus status) {
        return status.launchId().or(() -> Optional.of("none"));
    }

    private ConfigOutcome tried(Agreed agreed, Intent intent, long end)
            throws ServiceException, InterruptedException {
        Trial trial;
        // It may have died and come back while the files were written.
        ServiceStatus now = doors.registry().find(agreed.id()).orElse(agreed.status());
        try (Soak soak = Soak.begin(doors, now, agreed.effect())) {
            trial = tried(agreed, intent, soak, end);
        } catch (IOException e) {
            trial = broken(e);
        } catch (RefusedException e) {
            trial = new Trial.Failed(e.outcome().reason(), e.outcome().message(), false);
        } catch (RuntimeException e) {
            // Another bundle's mistake must not leave files behind that nobody has proven.
            LOG.error("{}: telling or watching it failed unexpectedly", agreed.id(), e);
            trial = new Trial.Failed(Reason.INTERNAL_ERROR, "unexpected: " + e, false);
        }
        return switch (trial) {
            case Trial.Passed passed -> {
                steps.taken(Step.PROVEN);
                yield inForce(
                        agreed,
                        intent,
                        agreed.id() + " " + Effects.done(agreed.effect()) + " and works",
                        end);
            }
            case Trial.Failed failed -> undone(agreed, intent.asTold(), failed, end);
        };
    }

    private Trial tried(Agreed agreed, Intent intent, Soak soak, long end)
            throws IOException, RefusedException, InterruptedException {
        transaction.noteTold(intent);
        Duration left = Duration.ofNanos(end - System.nanoTime());
        var _ = effects.give(agreed.id(), agreed.effect(), by(intent), left);
        steps.taken(Step.EFFECT_GIVEN);
        Duration time = soakTime(agreed.status(), limits);
        progress.tell(
                agreed.id()
                        + " "
                        + Effects.done(agreed.effect())
                        + "; it is watched for "
                        + Text.of(time));
        return soak.watch(time, starting(agreed), end);
    }

    static Duration soakTime(ServiceStatus status, Limits limits) {
        return status.spec().configuration().soak().orElse(limits.soak());
    }

    private static String by(Intent intent) {
        return intent.by() + ", for version " + intent.version() + " of its configuration";
    }

    private ConfigOutcome inForce(Agreed agreed, Intent intent, String message, long end)
            throws ServiceException, InterruptedException {
        FileSet after = agreed.after();
        try {
            transaction.commit(intent, after, agreed.how());
        } catch (IOException e) {
            return undone(agreed, intent.asTold(), broken(e), end);
        }
        LOG.info(
                "{}: configuration version {} by {}: {}",
                agreed.id(),
                intent.version(),
                intent.by(),
                message);
        return new ConfigOutcome.Applied(
                intent.version(),
                after.hash(),
                agreed.edits().stream().map(Change::told).toList(),
                message);
    }

    private static ChangedFile told(Edit edit) {
        return new ChangedFile(
                edit.path(), edit.after().map(stored -> stored.content().size()).orElse(0));
    }

    private ConfigOutcome undone(Agreed agreed, Intent intent, Trial.Failed failed, long end)
            throws ServiceException, InterruptedException {
        progress.tell("putting everything back: " + failed.message());
        String reason = Text.shortened(reason(agreed.id(), failed));
        try {
            if (failed.blamesContent()) {
                transaction.refuse(
                        new Refusal(
                                intent.hash(), document(agreed.status()), failed.reason(), reason));
            }
            await(putBack(agreed.id(), intent), agreed, end);
        } catch (IOException e) {
            LOG.error("{}: its old configuration cannot be put back", agreed.id(), e);
            throw new ServiceException(
                    Failure.INTERNAL,
                    reason
                            + "; and it cannot be put back: "
                            + e.getMessage()
                            + "; that is tried again before the next change and when the agent"
                            + " starts",
                    e);
        }
        LOG.warn("{}: configuration by {} put back: {}", agreed.id(), intent.by(), reason);
        return new ConfigOutcome.PutBack(
                failed.reason(), reason + "; everything is as it was before");
    }

    /** Completes when the service has settled with its old files. */
    private CompletableFuture<Void> putBack(ServiceId id, Intent intent)
            throws IOException, InterruptedException {
        transaction.putBack(intent);
        CompletableFuture<Void> settled =
                effects.giveBack(intent, doors.registry().find(id), by(intent) + ", put back");
        transaction.undoTold();
        transaction.end();
        return settled;
    }

    /**
     * Everything is as it was when the service is, too; and whoever hears of it may change it at
     * once, and must not take this launch for the next. The answer waits for that while it can.
     */
    private static void await(CompletableFuture<Void> settled, Agreed agreed, long end)
            throws InterruptedException {
        long time = Math.min(end - System.nanoTime(), starting(agreed).toNanos());
        try {
            var _ = settled.get(Math.max(0, time), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("{}: it has not settled with its old configuration", agreed.id(), e);
        }
    }

    private static Duration starting(Agreed agreed) {
        return agreed.status().spec().startup().grace().plus(STARTING);
    }

    private static String reason(ServiceId id, Trial.Failed failed) {
        return switch (failed.reason()) {
            case HEALTH_CHECK_FAILED, SERVICE_START_FAILED ->
                    id + " does not work with it: " + failed.message();
            default -> "it cannot be told whether " + id + " works with it: " + failed.message();
            case INTERNAL_ERROR -> failed.message();
        };
    }

    /** Stands for the package that a content was tried with. */
    static String document(ServiceStatus status) {
        return Content.of(status.spec().document()).digest();
    }
}
