package hostler.launcher.systemd.bus;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.freedesktop.dbus.connections.transports.AbstractTransport;
import org.freedesktop.dbus.connections.transports.TransportBuilder;
import org.freedesktop.dbus.connections.transports.TransportConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodReturn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a D-Bus peer without a bus in between, as systemd offers it to root and to the
 * user it belongs to. Of dbus-java it uses the transport and the messages: one thread reads, so
 * that replies and signals are seen in the order in which the peer has sent them.
 */
public final class BusConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BusConnection.class);

    /** How long an answer may take; systemd answers in milliseconds, and re-executes in seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final String address;
    private final TransportConnection connection;
    private final BusListener listener;
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private record Waiting(
            Call call, Consumer<List<Object>> taken, Consumer<BusException> failed) {}

    private BusConnection(String address, TransportConnection connection, BusListener listener) {
        this.address = address;
        this.connection = connection;
        this.listener = listener;
    }

    /**
     * Connects and authenticates as the process's own user.
     *
     * @param address as the D-Bus specification writes it: {@code unix:path=/run/…}
     * @throws BusException when nobody listens there, or not to this user
     */
    public static BusConnection open(String address, BusListener listener) throws BusException {
        BusConnection connection = new BusConnection(address, connect(address), listener);
        Thread.ofVirtual().name("hostler-bus " + address).start(connection::read);
        return connection;
    }

    private static TransportConnection connect(String address) throws BusException {
        try {
            TransportBuilder builder = TransportBuilder.create(address);
            // Connected once, below: a connection that nobody reads from fills the peer's queues
            // until
            // it tells nobody anything any more.
            builder.configure()
                    .withAutoConnect(false)
                    .withServiceLoaderClassLoader(TransportBuilder.class.getClassLoader())
                    .configureSasl()
                    .withAuthMode(TransportBuilder.SaslAuthMode.AUTH_EXTERNAL);
            AbstractTransport transport = builder.build();
            transport.connect();
            return transport.getTransportConnection();
        } catch (DBusException | IOException e) {
            throw new BusException("cannot connect to " + address + ": " + e.getMessage(), e);
        }
    }

    /**
     * Sends a call; does not wait.
     *
     * @param taken called with the answer on the reader's thread, before any message that came
     *     after it is looked at; must not block
     */
    public <T> CompletableFuture<T> send(Call call, Function<List<Object>, T> taken) {
        CompletableFuture<T> result = new CompletableFuture<>();
        send(
                new Waiting(
                        call,
                        values -> result.complete(taken.apply(values)),
                        result::completeExceptionally));
        return result;
    }

    /** Sends a call nobody waits for; that it has failed is logged. See {@link #send}. */
    public void ask(Call call, Consumer<List<Object>> taken) {
        send(new Waiting(call, taken, failure -> LOG.debug("{}", call, failure)));
    }

    private void send(Waiting asked) {
        Call call = asked.call();
        try {
            Message message =
                    connection
                            .getMessageFactory()
                            .createMethodCall(
                                    null,
                                    call.path(),
                                    call.type(),
                                    call.member(),
                                    (byte) 0,
                                    call.signature().isEmpty() ? null : call.signature(),
                                    call.arguments().toArray());
            waiting.put(message.getSerial(), asked);
            write(message);
        } catch (DBusException | IOException e) {
            asked.failed().accept(new BusException("cannot send " + call + " to " + address, e));
        }
        if (closed) {
            failWaiting();
        }
    }

    private synchronized void write(Message message) throws IOException {
        connection.getWriter().writeMessage(message);
    }

    /**
     * Calls and waits for the answer.
     *
     * @throws BusException when the peer answers with an error, or not at all
     */
    public List<Object> call(Call call) throws BusException, InterruptedException {
        return await(call, send(call, Function.identity()));
    }

    /** Waits for what follows from the answer to a call. */
    public <T> T await(Call call, CompletableFuture<T> answer)
            throws BusException, InterruptedException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new BusException(address + " has not answered " + call + " in " + PATIENCE, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BusException failed
                    ? failed
                    : new BusException(call + ": " + e.getCause(), e);
        }
    }

    private void read() {
        try {
            while (!closed) {
                take(connection.getReader().readMessage());
            }
        } catch (IOException | DBusException | RuntimeException e) {
            if (!closed) {
                LOG.debug("{} is closed: {}", address, e.toString());
            }
        } finally {
            over();
        }
    }

    private void take(@Nullable Message message) {
        switch (message) {
            case MethodReturn answer -> answered(answer, null);
            case Error error -> answered(error, error);
            case DBusSignal signal -> heard(signal);
            case null, default -> LOG.trace("ignored: {}", message);
        }
    }

    private void answered(Message message, @Nullable Error error) {
        Waiting asked = waiting.remove(message.getReplySerial());
        if (asked == null) {
            return;
        }
        try {
            List<Object> values = parameters(message);
            if (error == null) {
                asked.taken().accept(values);
            } else {
                asked.failed().accept(refused(asked.call(), error, values));
            }
        } catch (DBusException | RuntimeException e) {
            asked.failed().accept(new BusException("unusable answer to " + asked.call(), e));
        }
    }

    private static BusException refused(Call call, Error error, List<Object> values) {
        String text = values.isEmpty() ? error.getName() : String.valueOf(values.getFirst());
        return new BusException(error.getName(), call.member() + ": " + text);
    }

    private void heard(DBusSignal signal) {
        try {
            listener.heard(
                    new Signal(
                            signal.getPath(),
                            signal.getInterface(),
                            signal.getName(),
                            parameters(signal)));
        } catch (DBusException | RuntimeException e) {
            LOG.warn("cannot take the signal {} of {}", signal.getName(), signal.getPath(), e);
        }
    }

    private static List<Object> parameters(Message message) throws DBusException {
        Object[] values = message.getParameters();
        return values == null ? List.of() : List.of(values);
    }

    private void over() {
        boolean ours = closed;
        disconnect();
        failWaiting();
        if (!ours) {
            listener.lost();
        }
    }

    private void failWaiting() {
        IOException reason = new IOException("the connection was closed");
        for (Long serial : List.copyOf(waiting.keySet())) {
            Waiting asked = waiting.remove(serial);
            if (asked != null) {
                String message = address + " was lost during " + asked.call();
                asked.failed().accept(new BusException(message, reason));
            }
        }
    }

    private void disconnect() {
        closed = true;
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("closing {}: {}", address, e.toString());
        }
    }

    /** Ends it; nothing is heard any more, and {@link BusListener#lost} is not told. */
    @Override
    public void close() {
        disconnect();
    }
}
