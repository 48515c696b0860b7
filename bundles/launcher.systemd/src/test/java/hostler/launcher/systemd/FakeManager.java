package hostler.launcher.systemd;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.transports.AbstractTransport;
import org.freedesktop.dbus.connections.transports.TransportBuilder;
import org.freedesktop.dbus.connections.transports.TransportConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** Speaks as systemd does over its own socket, and says what the test has it say, in that order. */
final class FakeManager implements AutoCloseable {
    private static final String UNIT = "org.freedesktop.systemd1.Unit";
    private static final String PROPERTIES = "org.freedesktop.DBus.Properties";

    /** What was asked, in order, and not answered yet. */
    final BlockingQueue<MethodCall> asked = new LinkedBlockingQueue<>();

    private final AbstractTransport transport;
    private final String address;
    private volatile TransportConnection peer;

    FakeManager(Path socket) throws Exception {
        address = "unix:path=" + socket;
        transport = TransportBuilder.create(address + ",listen=true").build();
        Thread.ofPlatform().daemon().name("fake-manager").start(this::serve);
        // To listen is to wait for somebody, too: only the file tells that it has begun.
        await().until(() -> Files.exists(socket));
    }

    String address() {
        return address;
    }

    private void serve() {
        try {
            while (true) {
                TransportConnection accepted = transport.listen();
                peer = accepted;
                read(accepted);
            }
        } catch (IOException | DBusException e) {
            // The test is over.
        }
    }

    private void read(TransportConnection connection) throws DBusException {
        try {
            while (true) {
                // Null is a message that is not whole yet.
                if (connection.getReader().readMessage() instanceof MethodCall call
                        && !call.getName().equals("Subscribe")) {
                    asked.add(call);
                }
            }
        } catch (IOException e) {
            // This connection is over; there may be another.
        }
    }

    /** The next thing that is asked. */
    MethodCall next() throws InterruptedException {
        MethodCall call = asked.poll(30, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("nothing is asked");
        }
        return call;
    }

    /** Answers a question about everything of a unit. */
    void tell(MethodCall all, Map<String, Variant<?>> properties) throws Exception {
        peer.getWriter()
                .writeMessage(
                        peer.getMessageFactory().createMethodReturn(all, "a{sv}", properties));
    }

    /** Answers that a job was queued. */
    void queued(MethodCall start, String job) throws Exception {
        peer.getWriter()
                .writeMessage(
                        peer.getMessageFactory().createMethodReturn(start, "o", new DBusPath(job)));
    }

    /** Tells everybody that something of a unit has changed. */
    void changed(String path, Map<String, Variant<?>> properties) throws Exception {
        signal(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", UNIT, properties, List.of());
    }

    /** Tells everybody that a job is over. */
    void jobRemoved(String job, String unit, String result) throws Exception {
        signal(
                "/org/freedesktop/systemd1",
                "org.freedesktop.systemd1.Manager",
                "JobRemoved",
                "uoss",
                new UInt32(1),
                new DBusPath(job),
                unit,
                result);
    }

    private void signal(String path, String type, String member, String form, Object... arguments)
            throws Exception {
        peer.getWriter()
                .writeMessage(
                        peer.getMessageFactory()
                                .createSignal(null, path, type, member, form, arguments));
    }

    /** Ends the connection there is. */
    void hangUp() throws IOException {
        peer.close();
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
