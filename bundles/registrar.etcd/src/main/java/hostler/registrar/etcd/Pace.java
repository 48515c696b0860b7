package hostler.registrar.etcd;

import hostler.etcd.EtcdException.Kind;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When etcd is asked again after a failure: seldom, so that an etcd in trouble is left in peace,
 * and yet at once when it is back. What tells that it is back is a look, which costs etcd next to
 * nothing; while nobody serves nothing is asked. Who serves and still fails has too much to do, or
 * is not done with its return: it is asked soon, and each time after a longer pause. Used by one
 * thread.
 */
final class Pace {
    /**
     * The times, each taken with up to a part more or less, so that many agents do not keep step.
     *
     * @param soonest before the second attempt after a return or after a working time
     * @param longest between two attempts
     * @param denied between two attempts while etcd does not accept who this is
     * @param look between two looks, from start to start
     */
    record Times(Duration soonest, Duration longest, Duration denied, Duration look) {
        static final Times USUAL =
                new Times(
                        Duration.ofMillis(300),
                        Duration.ofMillis(6_500),
                        Duration.ofSeconds(30),
                        Duration.ofMillis(700));
    }

    private static final double SPREAD = 0.2;
    private static final double GROWTH = 1.5;

    private final Times times;
    private final RandomGenerator random;
    private boolean failing;
    private boolean healsItself;

    /** As far as known. */
    private boolean serves;

    private Duration pause;
    private long notBefore;
    private long lookAt;

    Pace(Times times, RandomGenerator random) {
        this.times = times;
        this.random = random;
        this.pause = times.soonest();
    }

    boolean failing() {
        return failing;
    }

    /** etcd did what it was asked. */
    void worked() {
        failing = false;
        pause = times.soonest();
    }

    /**
     * An attempt has failed.
     *
     * @param now in {@link System#nanoTime}
     */
    void failed(Kind kind, long now) {
        failing = true;
        healsItself = kind == Kind.UNREACHABLE || kind == Kind.TIMEOUT;
        notBefore = now + jittered(healsItself ? growing() : fixed(kind));
        serves = !healsItself;
        lookAt = now;
    }

    private Duration growing() {
        Duration current = pause;
        Duration next = Duration.ofNanos((long) (current.toNanos() * GROWTH));
        pause = next.compareTo(times.longest()) < 0 ? next : times.longest();
        return current;
    }

    private Duration fixed(Kind kind) {
        return kind == Kind.DENIED ? times.denied() : times.longest();
    }

    boolean mayLook(long now) {
        return failing && healsItself && now - lookAt >= 0;
    }

    /**
     * Somebody has looked.
     *
     * @param found whether anybody serves; the first who does after a while in which nobody did is
     *     worth an attempt at once
     * @param began when, in {@link System#nanoTime}
     */
    void looked(boolean found, long began) {
        serves = found;
        lookAt = began + jittered(times.look());
        if (!found) {
            notBefore = began;
            pause = times.soonest();
        }
    }

    boolean mayTry(long now) {
        return !failing || (serves && now - notBefore >= 0);
    }

    /** When there is something to do while it fails. */
    long next() {
        boolean attempt = serves && (!healsItself || notBefore - lookAt < 0);
        return attempt ? notBefore : lookAt;
    }

    private long jittered(Duration time) {
        return (long) (time.toNanos() * (1 - SPREAD + 2 * SPREAD * random.nextDouble()));
    }
}
