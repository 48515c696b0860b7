package hostler.cli.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to the console: a line goes there, what the command prints comes back, then the prompt. An
 * error is a line that begins with {@value #ERROR}.
 */
public final class ConsoleClient implements AutoCloseable {

    /** What the console prints before it reads a line. */
    public static final String PROMPT = "hostler> ";

    /** How the line of an error begins. */
    public static final String ERROR = "error: ";

    private final SocketChannel channel;
    private final PrintStream out;

    private ConsoleClient(SocketChannel channel, PrintStream out) {
        this.channel = channel;
        this.out = out;
    }

    /** Connects; throws what the kernel says. */
    public static ConsoleClient connect(Path socket, PrintStream out) throws IOException {
        return new ConsoleClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)), out);
    }

    /** Passes lines there and everything back, until either side has had enough. */
    public void converse(InputStream in) throws IOException {
        Thread.ofPlatform().daemon().name("console input").start(() -> send(in));
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (channel.read(buffer) >= 0) {
            out.write(buffer.array(), 0, buffer.position());
            out.flush();
            buffer.clear();
        }
        out.println();
    }

    private void send(InputStream in) {
        byte[] buffer = new byte[8192];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                write(ByteBuffer.wrap(buffer, 0, count));
            }
            channel.shutdownOutput();
        } catch (ClosedChannelException ignored) {
            // The console has ended the session; the reading side sees it as well.
        } catch (IOException e) {
            out.println("hostler console: " + e.getMessage());
        }
    }

    /**
     * Runs one line and prints what it prints.
     *
     * @return false when it ended with an error
     */
    public boolean execute(String command) throws IOException {
        write(StandardCharsets.UTF_8.encode(command.replace('\n', ' ') + "\n"));
        channel.shutdownOutput();
        BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(channel), StandardCharsets.UTF_8));
        boolean good = true;
        String line = withoutPrompt(reader.readLine());
        while (line != null) {
            String next = reader.readLine();
            // What is left at the end is the prompt for a line that does not come.
            if (next != null || !line.equals(PROMPT)) {
                out.println(line);
                good = !line.startsWith(ERROR);
            }
            line = next;
        }
        return good;
    }

    private static @Nullable String withoutPrompt(@Nullable String first) {
        return first != null && first.startsWith(PROMPT) ? first.substring(PROMPT.length()) : first;
    }

    private void write(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
