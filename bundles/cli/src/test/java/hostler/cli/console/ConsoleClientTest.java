package hostler.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ConsoleClientTest {
    @TempDir Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ServerSocketChannel listener;

    @BeforeEach
    void listen() throws IOException {
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(directory.resolve("s")));
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void oneLineShowsItsAnswerWithoutPrompts() throws Exception {
        CompletableFuture<String> sent = answer("hostler> one\ntwo\nhostler> ");
        try (ConsoleClient client = connect()) {
            assertThat(client.execute("hostler:ps")).isTrue();
        }
        assertThat(out).hasToString("one\ntwo\n");
        assertThat(sent.get(10, TimeUnit.SECONDS)).isEqualTo("hostler:ps\n");
    }

    @Test
    void lineThatPrintsNothing() throws Exception {
        CompletableFuture<String> sent = answer("hostler> hostler> ");
        try (ConsoleClient client = connect()) {
            assertThat(client.execute("x = 1")).isTrue();
        }
        assertThat(sent.get(10, TimeUnit.SECONDS)).isEqualTo("x = 1\n");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void errorIsAFailure() throws Exception {
        CompletableFuture<String> sent =
                answer("hostler> error: service nope not found\nhostler> ");
        try (ConsoleClient client = connect()) {
            assertThat(client.execute("hostler:status nope")).isFalse();
        }
        assertThat(sent.get(10, TimeUnit.SECONDS)).isEqualTo("hostler:status nope\n");
        assertThat(out).hasToString("error: service nope not found\n");
    }

    @Test
    void conversationPassesBothWays() throws Exception {
        CompletableFuture<String> sent = answer("hostler> hello\nhostler> ");
        try (ConsoleClient client = connect()) {
            client.converse(new ByteArrayInputStream("greet\n".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(out).hasToString("hostler> hello\nhostler> \n");
        assertThat(sent.get(10, TimeUnit.SECONDS)).isEqualTo("greet\n");
    }

    private ConsoleClient connect() throws IOException {
        return ConsoleClient.connect(
                directory.resolve("s"), new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private CompletableFuture<String> answer(String text) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (SocketChannel channel = listener.accept()) {
                        byte[] input = Channels.newInputStream(channel).readAllBytes();
                        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                        return new String(input, StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                });
    }
}
