package hostler.core;

import hostler.core.api.Recovery;
import hostler.settings.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How often a service was started again lately, and what that allows.
 *
 * @param streak attempts in a row without five healthy minutes between them; the exponent of the
 *     backoff
 * @param total restarts by recovery since the service is known
 * @param restarts when the restarts that may count against the limit were made, in ticks, the
 *     oldest first
 */
record RestartBudget(int streak, long total, List<Long> restarts) {

    /** The limit counts the restarts within this time. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    /** How far a delay may be from its nominal value, either way. */
    static final double JITTER = 0.2;

    /** The most restarts that are remembered one by one. */
    static final int REMEMBERED = 1_000;

    /** The shortest wait, whatever is configured, except for the first restart. */
    static final Duration SHORTEST = Duration.ofMillis(100);

    RestartBudget {
        restarts = List.copyOf(restarts);
    }

    /**
     * As remembered from before: when the restarts were made is not known in today's ticks, so they
     * count from now on.
     */
    static RestartBudget restored(int counted, long total, long now) {
        int known = Math.min(counted, REMEMBERED);
        return new RestartBudget(known, total, Collections.nCopies(known, now));
    }

    /** How many restarts count against the limit now. */
    int counted(long now) {
        return (int) restarts.stream().filter(at -> now - at < WINDOW.toNanos()).count();
    }

    /** Why there may be no restart now, and until when; empty: there may. */
    Optional<Setback> veto(Recovery recovery, long now) {
        if (!recovery.enabled()) {
            return Optional.of(new Setback("recovery is off", now + WINDOW.toNanos()));
        }
        int counted = counted(now);
        if (recovery.maxRestarts() == 0 || counted < recovery.maxRestarts()) {
            return Optional.empty();
        }
        long oldestThatCounts = restarts.get(restarts.size() - recovery.maxRestarts());
        String reason = "gave up after " + counted + " restarts in " + Durations.format(WINDOW);
        return Optional.of(new Setback(reason, oldestThatCounts + WINDOW.toNanos()));
    }

    /**
     * How long to wait before the next attempt: none the first time, then {@code delay * factor^n}.
     *
     * @param random from 0 to 1
     */
    Duration delay(Recovery recovery, double random) {
        if (streak == 0) {
            return Duration.ZERO;
        }
        if (recovery.delay().isZero()) {
            return SHORTEST;
        }
        double nominal = recovery.delay().toNanos() * Math.pow(recovery.factor(), streak - 1);
        double jittered = nominal * (1 - JITTER + 2 * JITTER * random);
        long capped = Math.min((long) jittered, recovery.maxDelay().toNanos());
        return Duration.ofNanos(Math.max(capped, SHORTEST.toNanos()));
    }

    /** After a restart. */
    RestartBudget spent(long now) {
        List<Long> later =
                new ArrayList<>(
                        restarts.stream().filter(at -> now - at < WINDOW.toNanos()).toList());
        later.add(now);
        return new RestartBudget(
                streak + 1,
                total + 1,
                later.subList(Math.max(0, later.size() - REMEMBERED), later.size()));
    }

    /** After an attempt at which nothing could be started: waits grow, the limit is not touched. */
    RestartBudget delayed() {
        return new RestartBudget(streak + 1, total, restarts);
    }

    /** After five healthy minutes, or a command. */
    RestartBudget forgiven() {
        return new RestartBudget(0, total, List.of());
    }
}
