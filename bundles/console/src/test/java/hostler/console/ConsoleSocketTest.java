package hostler.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions on a real socket, with Gogo's own processor. */
@Timeout(30)
class ConsoleSocketTest {
    @TempDir Path directory;

    private final ThreadIOImpl io = new ThreadIOImpl();
    private final Greeting greeting = new Greeting();
    private ConsoleSocket console;
    private Path socket;

    /** What the sessions can say. */
    public static final class Greeting {
        private final CountDownLatch lingers = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);

        public String greet(String name) {
            return "hello " + name;
        }

        public void print(String text) {
            System.out.println(text);
        }

        public void fail() {
            throw new IllegalStateException("it is\nbroken");
        }

        public void linger() throws InterruptedException {
            lingers.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }
    }

    /** The framework's commands. */
    public static final class Framework {
        public String start() {
            return "a bundle is started";
        }

        public String lb() {
            return "bundles";
        }
    }

    /** The agent's commands. */
    public static final class Agent {
        public String start() {
            return "a service is started";
        }
    }

    @BeforeEach
    void open() throws IOException {
        io.start();
        CommandProcessorImpl gogo = new CommandProcessorImpl(io);
        for (String function : List.of("greet", "print", "fail", "linger")) {
            gogo.addCommand("test", greeting, function);
        }
        gogo.addCommand("felix", new Framework(), "start");
        gogo.addCommand("felix", new Framework(), "lb");
        gogo.addCommand("hostler", new Agent(), "start");
        socket = directory.resolve("run/console.sock");
        console = new ConsoleSocket(gogo, socket);
    }

    @AfterEach
    void close() throws Exception {
        console.close();
        io.stop();
    }

    @Test
    void linesAreAnsweredOneAfterTheOther() throws IOException {
        assertThat(visit("test:greet world\n\ntest:print printed\nexit\ntest:greet nobody\n"))
                .isEqualTo("hostler> hello world\nhostler> hostler> printed\nhostler> ");
    }

    @Test
    void endOfInputEndsTheSessionAfterTheLastLine() throws IOException {
        assertThat(visit("test:greet you")).isEqualTo("hostler> hello you\nhostler> ");
    }

    @Test
    void errorIsOneLineAndTheSessionGoesOn() throws IOException {
        assertThat(visit("test:fail\nnone:such\ntest:greet again\n").lines())
                .containsExactly(
                        "hostler> error: it is broken",
                        "hostler> error: Command not found: none:such",
                        "hostler> hello again",
                        "hostler> ");
    }

    @Test
    void commandsWithoutScopeAreOurs() throws IOException {
        assertThat(visit("start\nlb\n"))
                .isEqualTo("hostler> a service is started\nhostler> bundles\nhostler> ");
    }

    @Test
    void lineWithoutEndEndsTheSession() throws IOException {
        assertThat(visit("x".repeat(ConsoleSession.MAX_LINE + 1)))
                .isEqualTo("hostler> error: a line longer than 65536 characters\n");
    }

    @Test
    void closingInterruptsACommandThatRuns() throws Exception {
        try (SocketChannel session = connect()) {
            session.write(StandardCharsets.UTF_8.encode("test:linger\n"));
            greeting.lingers.await();
            console.close();
            assertThat(greeting.interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void socketAndItsDirectoryAreForTheOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void onlyRootAndTheAgentsUserMayEnter() throws IOException {
        UserPrincipalLookupService users = FileSystems.getDefault().getUserPrincipalLookupService();
        Visitors visitors = new Visitors(users.lookupPrincipalByName("daemon"));
        assertThat(visitors.mayEnter(users.lookupPrincipalByName("daemon"))).isTrue();
        assertThat(visitors.mayEnter(users.lookupPrincipalByName("root"))).isTrue();
        assertThat(visitors.mayEnter(users.lookupPrincipalByName("nobody"))).isFalse();
    }

    @Test
    void oneSessionTooManyIsToldSo() throws IOException {
        List<SocketChannel> open = new ArrayList<>();
        try {
            for (int i = 0; i < ConsoleSocket.MAX_SESSIONS; i++) {
                open.add(connect());
                assertThat(lines(open.getLast()).read()).isEqualTo('h');
            }
            try (SocketChannel last = connect()) {
                assertThat(lines(last).readLine())
                        .isEqualTo("error: 8 sessions are open, which is the limit");
            }
        } finally {
            for (SocketChannel session : open) {
                session.close();
            }
        }
    }

    @Test
    void closingEndsTheSessionsAndRemovesTheSocket() throws Exception {
        try (SocketChannel session = connect()) {
            BufferedReader lines = lines(session);
            assertThat(lines.read()).isEqualTo('h');
            console.close();
            assertThat(lines.readLine()).isEqualTo("ostler> ");
        }
        assertThat(socket).doesNotExist();
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    }

    @Test
    void leftOverSocketIsReplaced() throws Exception {
        Path other = directory.resolve("run/other.sock");
        Files.createFile(other);
        new ConsoleSocket(new CommandProcessorImpl(io), other).close();
        assertThat(other).doesNotExist();
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private static BufferedReader lines(SocketChannel channel) {
        return new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    private String visit(String input) throws IOException {
        try (SocketChannel channel = connect()) {
            ByteBuffer octets = StandardCharsets.UTF_8.encode(input);
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.shutdownOutput();
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
