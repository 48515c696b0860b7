package hostler.registrar.etcd;

import java.time.Duration;

/**
 * How an agent is kept registered.
 *
 * @param prefix {@code registry.etcd_prefix}
 * @param ttl of the lease: how long others see an agent that has died; renewed every third of it
 * @param refresh {@code registry.register_interval}: how old a service's duration may get
 * @param debounce the shortest time between two writings
 * @param pace of attempts while etcd does not do what it should
 */
record Plan(String prefix, Duration ttl, Duration refresh, Duration debounce, Pace.Times pace) {
    private static final Duration DEBOUNCE = Duration.ofSeconds(1);

    static Plan of(String prefix, Duration ttl, Duration refresh) {
        return new Plan(Keys.checked(prefix), ttl, refresh, DEBOUNCE, Pace.Times.USUAL);
    }

    /** How old a renewal may get. */
    long renewalNanos() {
        return ttl.toNanos() / 3;
    }
}
