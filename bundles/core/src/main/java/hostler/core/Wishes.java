package hostler.core;

import hostler.core.api.Desired;
import hostler.core.api.ServiceStatus;
import hostler.core.state.ServiceRecord;
import hostler.launcher.api.LaunchHandle;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Where anybody says what a service should be. A wish returns when it is durable, or at once when
 * the disk refuses: a service can be stopped on a full disk; its reconciler hears of it then. What
 * is returned completes when the service has settled after it.
 */
record Wishes(Ledger ledger, Settlement settlement, Mailbox mailbox) {

    /** To run, or to be stopped. */
    CompletionStage<ServiceStatus> command(Desired desired, String by) {
        boolean news = !ledger.record().desired().equals(Optional.of(desired));
        return take(
                record -> record.commanded(desired, by), new Message.Commanded(desired, by, news));
    }

    /** To replace what runs, or to start it. */
    CompletionStage<ServiceStatus> restart(String by) {
        // Asked before the wish is known: what is launched because of it is not to be replaced.
        Optional<String> launchId = ledger.record().handle().map(LaunchHandle::launchId);
        return take(
                record -> record.commanded(Desired.RUNNING, by).resuming(),
                new Message.RestartWanted(by, launchId));
    }

    /** To stand still. */
    CompletionStage<ServiceStatus> pause(String by) {
        return changePause("pause commanded by " + by, record -> record.paused(by));
    }

    /** To go on. */
    CompletionStage<ServiceStatus> resume(String by) {
        return changePause("resume commanded by " + by, ServiceRecord::resuming);
    }

    private CompletionStage<ServiceStatus> changePause(
            String what, UnaryOperator<ServiceRecord> change) {
        boolean news = !change.apply(ledger.record()).equals(ledger.record());
        return take(change, new Message.PauseChanged(what, news));
    }

    private CompletionStage<ServiceStatus> take(
            UnaryOperator<ServiceRecord> change, Message message) {
        ledger.tryCommit(change);
        CompletionStage<ServiceStatus> settled = settlement.next();
        mailbox.post(message);
        return settled;
    }
}
