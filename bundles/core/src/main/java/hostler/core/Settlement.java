package hostler.core;

import hostler.core.api.ServiceStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The moment at which a service has settled after the commands so far. All who wait for the same
 * moment share one stage, so waiting is bounded; what they do then runs on a thread of its own.
 */
final class Settlement {

    private record Moment(
            CompletableFuture<ServiceStatus> future, CompletionStage<ServiceStatus> stage) {
        static Moment ahead() {
            CompletableFuture<ServiceStatus> future = new CompletableFuture<>();
            return new Moment(future, future.minimalCompletionStage());
        }

        void come(ServiceStatus status) {
            Thread.ofVirtual().name("hostler-settled").start(() -> future.complete(status));
        }
    }

    private Moment moment = Moment.ahead();
    private long commands;
    private long answered;
    private boolean closed;

    /** The next moment; to be asked for after the command is in force and before it is posted. */
    synchronized CompletionStage<ServiceStatus> next() {
        commands++;
        return moment.stage();
    }

    /** How many commands there were; to be asked before the service is looked at. */
    synchronized long commands() {
        return commands;
    }

    /** The service has settled, unless a command came after {@code seen} of them. */
    synchronized void reached(ServiceStatus status, long seen) {
        if (seen == commands && answered != commands && !closed) {
            answered = commands;
            moment.come(status);
            moment = Moment.ahead();
        }
    }

    /** Nobody looks after the service any more; idempotent. */
    synchronized void close(ServiceStatus last) {
        if (!closed) {
            closed = true;
            moment.come(last);
        }
    }
}
