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
    }

    /** One call over a connection, within a time. */
    @FunctionalInterface
    interface Call<R> {
        R on(Connection connection, long deadlineNanos) throws StatusException, EtcdException;
    }

    boolean accepts() {
        return connector.anyoneAccepts();
    }

    /**
     * Makes a call. One that is not answered in a third of the time is made once more: what was on
     * its way to a leader that died is lost, and nobody says so. It takes a fresh connection when
     * the one there is turns out to be dead, which TCP itself would notice much later.
     *
     * @param doing for the message of a failure
     */
    <R> R call(String doing, Call<R> call) throws EtcdException {
        long whole = settings.callTimeout().toNanos();
        try {
            return failingOver(doing, connection -> call.on(connection, whole / 3));
        } catch (EtcdException e) {
            if (e.kind() != Kind.TIMEOUT) {
                throw e;
            }
            dropIfDead(whole / 6);
        }
        try {
            return failingOver(doing, connection -> call.on(connection, whole / 2));
        } catch (EtcdException e) {
            if (e.kind() == Kind.TIMEOUT) {
                dropCurrent();
            }
            throw e;
        }
    }

    private void dropIfDead(long patienceNanos) throws EtcdException {
        Connection open = open();
        if (open != null && !open.answers(patienceNanos)) {
            drop(open);
        }
    }

    private void dropCurrent() throws EtcdException {
        Connection open = open();
        if (open != null) {
            drop(open);
        }
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

    /** A call whose time is settled. */
    @FunctionalInterface
    private interface Attempt<R> {
        R on(Connection connection) throws StatusException, EtcdException;
    }

    private static boolean unusable(Kind kind) {
        // A certificate that was not accepted is read anew for the next connection.
        return kind == Kind.UNREACHABLE || kind == Kind.DENIED;
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
    }
}
