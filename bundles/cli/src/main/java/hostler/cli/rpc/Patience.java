package hostler.cli.rpc;

import java.time.Duration;

/** How an agent that has gone is waited for: for ever, and asked ever more rarely. */
final class Patience {
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration RAREST = Duration.ofSeconds(2);

    /** So long an agent that has just come back may not know its services yet. */
    private static final Duration DISCOVERY = Duration.ofSeconds(10);

    private Duration pause = FIRST;
    private long unknownSince;
    private boolean unknown;

    /** The agent answers. */
    void renew() {
        pause = FIRST;
        unknown = false;
    }

    /** How long to wait before it is asked again. */
    Duration next() {
        Duration now = pause;
        pause = now.multipliedBy(2).compareTo(RAREST) < 0 ? now.multipliedBy(2) : RAREST;
        return now;
    }

    /** Whether what a call has failed with may pass. */
    boolean bears(Code code) {
        return switch (code) {
            case UNAVAILABLE, UNREACHABLE, CANCELLED -> {
                unknown = false;
                yield true;
            }
            case NOT_FOUND -> bearsNotFound();
            default -> false;
        };
    }

    private boolean bearsNotFound() {
        if (!unknown) {
            unknown = true;
            unknownSince = System.nanoTime();
        }
        return System.nanoTime() - unknownSince < DISCOVERY.toNanos();
    }
}
