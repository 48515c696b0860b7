package hostler.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/**
 * One visit: a prompt, a line, what it prints, the next prompt, until {@code exit} or the end of
 * the input. An error is one line that begins with "error: ".
 */
final class ConsoleSession {
    static final String PROMPT = "hostler> ";
    static final String ERROR = "error: ";

    /** A longer line ends the session. */
    static final int MAX_LINE = 64 << 10;

    /**
     * Where a command without a scope is looked for: {@code start} is ours, a bundle is started by
     * {@code felix:start}.
     */
    private static final String SCOPES = "hostler:felix:*";

    private final CommandProcessor gogo;
    private final SocketChannel visitor;
    private final PrintStream out;

    ConsoleSession(CommandProcessor gogo, SocketChannel visitor) {
        this.gogo = gogo;
        this.visitor = visitor;
        this.out = printer(visitor);
    }

    private static PrintStream printer(SocketChannel visitor) {
        return new PrintStream(Channels.newOutputStream(visitor), true, StandardCharsets.UTF_8);
    }

    /** Tells a visitor why there is no session, and closes. */
    static void refuse(SocketChannel visitor, String reason) throws IOException {
        try (visitor) {
            printer(visitor).println(ERROR + reason);
        }
    }

    /** Serves until the visitor leaves; blocks. */
    void run() throws IOException {
        // Commands get no input: the lines are the session's own.
        try (CommandSession session = gogo.createSession(InputStream.nullInputStream(), out, out)) {
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    Channels.newInputStream(visitor), StandardCharsets.UTF_8));
            session.put("SCOPE", SCOPES);
            prompt();
            for (String line = read(lines); !isEnd(line); line = read(lines)) {
                execute(session, line);
                prompt();
            }
        }
    }

    private void prompt() {
        out.print(PROMPT);
        out.flush();
    }

    /** The end of the input reads as {@code exit}. */
    private String read(BufferedReader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = lines.read(); c != '\n'; c = lines.read()) {
            if (c < 0) {
                return line.isEmpty() ? "exit" : line.toString();
            }
            if (line.length() >= MAX_LINE) {
                out.println(ERROR + "a line longer than " + MAX_LINE + " characters");
                return "exit";
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static boolean isEnd(String line) {
        return List.of("exit", "quit", "logout").contains(line);
    }

    /** Commands are plugins of the console, too: what one throws ends that line only. */
    @SuppressWarnings("IllegalCatch")
    private void execute(CommandSession session, String line) {
        if (line.isEmpty()) {
            return;
        }
        try {
            Object result = session.execute(line);
            if (result != null) {
                out.println(session.format(result, Converter.INSPECT));
            }
        } catch (Exception | LinkageError e) {
            out.println(ERROR + reason(e));
        }
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return (message == null ? failure.toString() : message).replaceAll("\\p{Cntrl}+", " ");
    }
}
