package hostler.os.linux;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import hostler.os.api.ServiceScopes;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has systemd make scopes: it may come a moment after who needs it, or be replaced by a newer
 * one. Any thread may call.
 */
final class ArrivingScopes {

    private final Duration patience;

    @GuardedBy("this")
    private @Nullable ServiceScopes present;

    /** By {@link System#nanoTime}: until then it is waited for. */
    @GuardedBy("this")
    private long deadline;

    /** {@code patience} is how long it is waited for, from now on and whenever it goes. */
    ArrivingScopes(Duration patience) {
        this.patience = patience;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    synchronized void arrived(ServiceScopes scopes) {
        present = scopes;
        notifyAll();
    }

    @SuppressWarnings("ReferenceEquality")
    synchronized void left(ServiceScopes scopes) {
        if (present == scopes) {
            present = null;
            deadline = System.nanoTime() + patience.toNanos();
        }
    }

    /** It, as soon as it is there; empty when it does not come, or the thread is interrupted. */
    synchronized Optional<ServiceScopes> await() {
        try {
            long left = deadline - System.nanoTime();
            while (present == null && left > 0) {
                wait(left / 1_000_000 + 1);
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(present);
    }
}
