package hostler.registrar.etcd;

import hostler.etcd.EtcdException.Kind;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When etcd is asked again after a failure: seldom, so that an etcd in trouble is left in peace,
 * and yet at once when it is back. What tells that it is back is a bare TCP connection; while none
 * is accepted nothing is asked. Used by one thread.
 */
final class Pace {
    /**
     * The times, each taken with up to a tenth more or less, so that many agents do not keep step.
     *
     * @param attempt between two attempts, from start to start
     * @param denied between two attempts while etcd does not accept who this is
     * @param probe between two looks at whether a connection is accepted
     * @param quick between the first attempts after a return or after a working time: for some
     *     seconds, because a cluster that elects a leader accepts connections and refuses calls
     * @param quickAttempts how many those are
     */
    record Times(
            Duration attempt, Duration denied, Duration probe, Duration quick, int quickAttempts) {
        static final Times USUAL =
                new Times(
                        Duration.ofMillis(5_700),
                        Duration.ofSeconds(30),
                        Duration.ofMillis(800),
                        Duration.ofMillis(400),
                        24);
    }

    private static final double SPREAD = 0.1;

    private final Times times;
    private final RandomGenerator random;
    private boolean failing;
    private boolean healsItself;
    private long notBefore;
    private int quickLeft;

    Pace(Times times, RandomGenerator random) {
        this.times = times;
        this.random = random;
        this.quickLeft = times.quickAttempts();
    }

    boolean failing() {
        return failing;
    }

    /** etcd did what it was asked. */
    void worked() {
        failing = false;
        quickLeft = times.quickAttempts();
    }

    /**
     * An attempt has failed.
     *
     * @param began when, in {@link System#nanoTime}
     */
    void failed(Kind kind, long began) {
        failing = true;
        healsItself = kind == Kind.UNREACHABLE || kind == Kind.TIMEOUT;
        notBefore = began + jittered(pause(kind));
    }

    private Duration pause(Kind kind) {
        if (kind == Kind.UNREACHABLE && quickLeft > 0) {
            quickLeft--;
            return times.quick();
        }
        return kind == Kind.DENIED ? times.denied() : times.attempt();
    }

    /** Nobody accepts a connection: the next one that is accepted is worth an attempt at once. */
    void away(long now) {
        notBefore = now;
        healsItself = true;
        quickLeft = times.quickAttempts();
    }

    boolean mayTry(long now) {
        return !failing || now - notBefore >= 0;
    }

    /** When to look again while it fails. */
    long next(long now) {
        long probe = now + jittered(times.probe());
        boolean sooner = healsItself && (now - notBefore >= 0 || probe - notBefore < 0);
        return sooner ? probe : notBefore;
    }

    private long jittered(Duration time) {
        return (long) (time.toNanos() * (1 - SPREAD + 2 * SPREAD * random.nextDouble()));
    }
}
