package hostler.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that hold on to a connection; the build shortens the time limits for this. */
class SlowClientTest {
    private static final int SHORT_OF_THE_DEFAULT_MS = Limits.REQUEST_S * 1000 / 2;

    private final HttpListener listener =
            new HttpListener("127.0.0.1", 0, new Pages(() -> true, () -> true, Optional::empty));

    @BeforeEach
    void open() {
        Limits.set();
        listener.start();
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void whatTheOperatorHasSetStays() {
        assertThat(System.getProperty("sun.net.httpserver.maxReqTime")).isEqualTo("1");
        assertThat(System.getProperty("sun.net.httpserver.idleInterval"))
                .isEqualTo(Integer.toString(Limits.IDLE_S));
    }

    @Test
    void silentConnectionIsClosed() throws IOException {
        assertThat(answerTo("")).isEmpty();
    }

    @Test
    void halfARequestIsClosed() throws IOException {
        assertThat(answerTo("GET /health HTTP/1.1\r\nHost: x")).isEmpty();
    }

    @Test
    void bodyThatNeverComesIsNotWaitedFor() throws IOException {
        assertThat(answerTo("POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx"))
                .startsWith("HTTP/1.1 405");
    }

    @Test
    void openConnectionDoesNotDelayTheClose() throws IOException {
        try (Socket idle = connect()) {
            send(idle, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(idle.getInputStream().read()).isEqualTo('H');
            long before = System.nanoTime();
            listener.close();
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(Duration.ofSeconds(3));
        }
    }

    private Socket connect() throws IOException {
        int port = listener.server().orTimeout(5, TimeUnit.SECONDS).join().getAddress().getPort();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(SHORT_OF_THE_DEFAULT_MS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Everything the server says until it closes the connection. */
    private String answerTo(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
