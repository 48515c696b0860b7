package hostler.console;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console's socket, {@code var/run/console.sock} below the agent's home: one Gogo session per
 * connection, for root and the agent's own user only. There is no port for it.
 *
 * <p>The framework property {@value #SOCKET} puts it elsewhere, for a home whose path is longer
 * than the kernel takes.
 */
@Component(service = ConsoleSocket.class, immediate = true)
// Gogo's runtime asks for a shell; this is one.
@Capability(
        namespace = "org.apache.felix.gogo",
        attribute = "org.apache.felix.gogo=shell.implementation",
        version = "1.0.0")
public final class ConsoleSocket {

    /** Framework property: the socket's path. */
    static final String SOCKET = "hostler.console.socket";

    /** Framework property: the agent's directory. */
    static final String HOME = "hostler.home";

    /** At most so many sessions at a time; the next caller is told so. */
    static final int MAX_SESSIONS = 8;

    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSocket.class);

    private final CommandProcessor gogo;
    private final Path socket;
    private final ServerSocketChannel listener;
    private final Visitors visitors;
    private final Map<SocketChannel, Thread> sessions = new ConcurrentHashMap<>();
    private final Thread door;

    @Activate
    public ConsoleSocket(BundleContext context, @Reference CommandProcessor gogo)
            throws IOException {
        this(gogo, place(context));
    }

    ConsoleSocket(CommandProcessor gogo, Path socket) throws IOException {
        this.gogo = gogo;
        this.socket = socket;
        this.listener = listen(socket);
        this.visitors = new Visitors(Files.getOwner(socket));
        this.door = Thread.ofVirtual().name("console").start(this::accept);
    }

    private static Path place(BundleContext context) throws IOException {
        String given = context.getProperty(SOCKET);
        if (given != null) {
            return Path.of(given);
        }
        String home = context.getProperty(HOME);
        if (home == null) {
            throw new IOException("no place for the console: the property " + HOME + " is not set");
        }
        return Path.of(home, "var", "run", "console.sock");
    }

    /** The directory's mode protects the socket between its creation and the change of its own. */
    private static ServerSocketChannel listen(Path socket) throws IOException {
        Path directory = socket.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        // The lock on the agent's directory is ours: whatever lies here is left over.
        Files.deleteIfExists(socket);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    private void accept() {
        try {
            while (listener.isOpen()) {
                acceptOne();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptOne() throws InterruptedException {
        try {
            greet(listener.accept());
        } catch (ClosedChannelException e) {
            LOG.debug("the console is closed");
        } catch (IOException e) {
            LOG.error("the console at {} cannot take a connection", socket, e);
            // The usual reason is a lack of descriptors, which does not end at once.
            Thread.sleep(AFTER_FAILURE);
        }
    }

    /** What goes wrong with one visitor is that visitor's end, not the console's. */
    private void greet(SocketChannel visitor) throws IOException {
        try {
            admit(visitor);
        } catch (IOException e) {
            LOG.warn("a visitor of the console at {} is turned away", socket, e);
            visitor.close();
        }
    }

    private void admit(SocketChannel visitor) throws IOException {
        if (sessions.size() >= MAX_SESSIONS) {
            ConsoleSession.refuse(visitor, MAX_SESSIONS + " sessions are open, which is the limit");
        } else if (!visitors.mayEnter(visitor)) {
            LOG.warn("console: {} is neither root nor the agent's user", visitors.name(visitor));
            ConsoleSession.refuse(
                    visitor, "only root and the agent's own user may use the console");
        } else {
            Thread session =
                    Thread.ofVirtual().name("console session").unstarted(() -> serve(visitor));
            sessions.put(visitor, session);
            session.start();
        }
    }

    private void serve(SocketChannel visitor) {
        try (visitor) {
            LOG.info("console: a session of {} begins", visitors.name(visitor));
            new ConsoleSession(gogo, visitor).run();
        } catch (IOException e) {
            LOG.debug("a console session broke off", e);
        } finally {
            sessions.remove(visitor);
        }
    }

    /** Ends all sessions, also in the middle of a command; blocks for seconds at most. */
    @Deactivate
    void close() throws IOException, InterruptedException {
        listener.close();
        Map<SocketChannel, Thread> open = Map.copyOf(sessions);
        for (Map.Entry<SocketChannel, Thread> session : open.entrySet()) {
            session.getKey().close();
            session.getValue().interrupt();
        }
        awaitEnd(door);
        for (Thread session : open.values()) {
            awaitEnd(session);
        }
        Files.deleteIfExists(socket);
    }

    private static void awaitEnd(Thread thread) throws InterruptedException {
        if (!thread.join(GOODBYE)) {
            LOG.warn("the thread '{}' does not end", thread.getName());
        }
    }
}
