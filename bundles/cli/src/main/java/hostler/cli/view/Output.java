package hostler.cli.view;

import com.google.protobuf.MessageOrBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Where the answer goes. Nothing but the answer goes there: progress and errors have stderr. */
public final class Output {
    private final PrintStream stream;
    private final Format format;
    private final boolean colour;
    private final int width;

    /** Lines of the last {@link #redraw}. */
    private int drawn;

    /**
     * @param colour whether styles are shown
     * @param width of the terminal; 0: unlimited
     */
    public Output(PrintStream stream, Format format, boolean colour, int width) {
        this.stream = stream;
        this.format = format;
        this.colour = colour;
        this.width = width;
    }

    public boolean json() {
        return format == Format.JSON;
    }

    /** An answer that is one document. */
    public void json(MessageOrBuilder message) {
        stream.println(Json.document(message));
    }

    /** One of many messages, on a line of its own, at once. */
    public void jsonLine(MessageOrBuilder message) {
        stream.println(Json.line(message));
        stream.flush();
    }

    public void table(Table table) {
        table.lines(colour, width).forEach(stream::println);
    }

    /** A line as it is, control characters and all: what a service wrote. */
    public void raw(String line) {
        stream.println(line);
        stream.flush();
    }

    /** A line of our own. */
    public void line(String line) {
        stream.println(Cell.clean(line));
    }

    /** A line in a style. */
    public void line(Style style, String line) {
        stream.println(painted(style, line));
    }

    /** {@code Label: text}, indented, the texts one below the other. */
    public void field(String label, String text) {
        field(label, Style.PLAIN, text);
    }

    /** As {@link #field(String, String)}, in a style; nothing for an empty text. */
    public void field(String label, Style style, String text) {
        if (!text.isEmpty()) {
            stream.println(pad(label.isEmpty() ? "" : label + ":") + painted(style, text));
        }
    }

    private static String pad(String label) {
        return "  " + label + " ".repeat(Math.max(1, 14 - label.length()));
    }

    private String painted(Style style, String text) {
        String clean = Cell.clean(text);
        return colour ? style.paint(clean) : clean;
    }

    /**
     * Draws in the place of what this method drew before, on a terminal; what stands above stays.
     * Elsewhere each drawing follows the one before.
     */
    public void redraw(Consumer<Output> drawing) {
        String text = text(drawing, width);
        if (colour && drawn > 0) {
            stream.print(upwards());
        }
        stream.print(text);
        stream.flush();
        drawn = (int) text.chars().filter(character -> character == '\n').count();
    }

    /** Draws something with the same text before each of its lines. */
    public void prefixed(String prefix, Consumer<Output> drawing) {
        int room = width == 0 ? 0 : Math.max(1, width - prefix.length());
        text(drawing, room).lines().forEach(line -> stream.println(Cell.clean(prefix) + line));
    }

    private String text(Consumer<Output> drawing, int room) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        PrintStream buffer = new PrintStream(frame, false, StandardCharsets.UTF_8);
        drawing.accept(new Output(buffer, format, colour, room));
        buffer.flush();
        return frame.toString(StandardCharsets.UTF_8);
    }

    /**
     * Back to the first line of the last drawing, and everything below it cleared (ECMA-48: CPL,
     * ED).
     */
    private String upwards() {
        return "\u001b[" + drawn + "F\u001b[J";
    }

    public void flush() {
        stream.flush();
    }

    /** Whether nobody reads any more ({@code | head}); a stream of output ends then. */
    public boolean closed() {
        return stream.checkError();
    }
}
