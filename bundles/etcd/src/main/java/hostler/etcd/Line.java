package hostler.etcd;

import hostler.etcd.EtcdException.Kind;
import io.grpc.StatusException;
import org.jspecify.annotations.Nullable;

/**
 * The one connection at a time: made when it is needed, dropped when a call shows it is no good.
 */
final class Line implements AutoCloseable {
    private final EtcdSettings settings;
    private final Connector connector;
    private final Patience patience;
    private final Object connecting = new Object();

    /** Never held while anything waits, so that closing does not. */
    private final Object lock = new Object();

    /** Guarded by lock. */
    private @Nullable Connection current;

    /** Guarded by lock. */
    private boolean closed;

    Line(EtcdSettings settings) {
        this.settings = settings;
        this.connector = new Connector(settings);
        this.patience = new Patience(settings.callTimeout().dividedBy(3));
    }

    /** Whether a member answers and knows a leader, or has another reason to be called. */
    boolean serves() {
        try {
            Connection connection = connection();
            boolean serves = connection.standing(silenceNanos()) instanceof Standing.Serving;
            if (!serves) {
                drop(connection);
            }
            return serves;
        } catch (EtcdException e) {
            return e.kind() != Kind.UNREACHABLE;
        }
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param doing for the message of a failure
     */
    <R> R call(String doing, Asking.Question<R> question) throws EtcdException {
        long deadline = System.nanoTime() + settings.callTimeout().toNanos();
        return failingOver(doing, connection -> asking(connection, deadline).ask(doing, question));
    }

    private Asking asking(Connection connection, long deadline) {
        return new Asking(connection, deadline, patience, silenceNanos());
    }

    /**
     * After which a connection that was a good one is taken for dead; a busy machine needs some.
     */
    private long silenceNanos() {
        return settings.callTimeout().toNanos() / 6;
    }

    /** Begins something that goes on; tried once at each member. */
    <R> R open(String doing, Attempt<R> call) throws EtcdException {
        return failingOver(doing, call);
    }

    /** At another member when one turns out to be gone. */
    private <R> R failingOver(String doing, Attempt<R> call) throws EtcdException {
        int left = settings.endpoints().size();
        while (true) {
            Connection connection = connection();
            try {
                return withToken(doing, connection, call);
            } catch (EtcdException e) {
                left--;
                if (unusable(e.kind())) {
                    drop(connection);
                }
                if (e.kind() != Kind.UNREACHABLE || left <= 0) {
                    throw e;
                }
            }
        }
    }

    /** What is done over a connection. */
    @FunctionalInterface
    interface Attempt<R> {
        R on(Connection connection) throws StatusException, EtcdException;
    }

    private boolean unusable(Kind kind) {
        return switch (kind) {
            // A certificate that was not accepted is read anew for the next connection.
            case UNREACHABLE, DENIED -> true;
            // It says that it serves; another one may do so as well.
            case TIMEOUT -> settings.endpoints().size() > 1;
            default -> false;
        };
    }

    /** Tokens end, and all of them do when somebody changes users or roles: once more, then. */
    private static <R> R withToken(String doing, Connection connection, Attempt<R> call)
            throws EtcdException {
        try {
            return plainly(doing, connection, call);
        } catch (EtcdException e) {
            if (e.kind() != Kind.TOKEN) {
                throw e;
            }
            connection.forgetToken();
            return withFreshToken(doing, connection, call);
        }
    }

    private static <R> R withFreshToken(String doing, Connection connection, Attempt<R> call)
            throws EtcdException {
        try {
            return plainly(doing, connection, call);
        } catch (EtcdException e) {
            throw e.kind() == Kind.TOKEN ? Failures.denied(e) : e;
        }
    }

    private static <R> R plainly(String doing, Connection connection, Attempt<R> call)
            throws EtcdException {
        try {
            return call.on(connection);
        } catch (StatusException e) {
            throw Failures.of(doing, connection.endpoint(), e.getStatus());
        }
    }

    private Connection connection() throws EtcdException {
        Connection open = open();
        if (open != null) {
            return open;
        }
        // Many may want one; one of them connects.
        synchronized (connecting) {
            Connection meanwhile = open();
            return meanwhile == null ? taken(connector.connect()) : meanwhile;
        }
    }

    private @Nullable Connection open() throws EtcdException {
        synchronized (lock) {
            if (closed) {
                throw new EtcdException(Kind.UNREACHABLE, "the etcd client is closed", null);
            }
            return current;
        }
    }

    private Connection taken(Connection fresh) throws EtcdException {
        synchronized (lock) {
            if (!closed) {
                current = fresh;
                return fresh;
            }
        }
        fresh.close();
        throw new EtcdException(Kind.UNREACHABLE, "the etcd client is closed", null);
    }

    private void drop(Connection connection) {
        connection.close();
        synchronized (lock) {
            if (current == connection) {
                current = null;
                connector.turn();
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (current != null) {
                current.close();
                current = null;
            }
        }
        connector.close();
    }
}
