package hostler.health;

import hostler.health.api.HealthChecker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The checkers that are installed now. They are looked up for every check and kept nowhere else, so
 * nothing holds a checker, and with it the class loader of its bundle, after it went.
 */
final class Checkers {
    private record Offer(String type, HealthChecker checker) {}

    private final Timer timer;
    private final List<Offer> offers = new CopyOnWriteArrayList<>();
    private final Map<String, Long> goneSince = new ConcurrentHashMap<>();

    Checkers(Timer timer) {
        this.timer = timer;
    }

    void add(String type, HealthChecker checker) {
        offers.add(new Offer(type, checker));
    }

    void remove(HealthChecker checker) {
        // First the time, then the absence: a check in between must not take it for a stranger.
        offers.stream()
                .filter(offer -> offer.checker().equals(checker))
                .forEach(offer -> goneSince.put(offer.type(), timer.nanos()));
        offers.removeIf(offer -> offer.checker().equals(checker));
    }

    /**
     * Who serves a type; of several the one that came first, so that a newcomer changes nothing.
     */
    Optional<HealthChecker> find(String type) {
        return offers.stream()
                .filter(offer -> offer.type().equals(type))
                .map(Offer::checker)
                .findFirst();
    }

    /** Whether a missing type went so recently that it is probably just being replaced. */
    boolean beingReplaced(String type, Duration interval) {
        Long gone = goneSince.get(type);
        return gone != null && timer.nanos() - gone < interval.toNanos();
    }
}
