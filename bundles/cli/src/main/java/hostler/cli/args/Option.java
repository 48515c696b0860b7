package hostler.cli.args;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An option that a command takes, and what it was given. */
public final class Option<T extends @Nullable Object> {

    /** Reads the text of a value; throws IllegalArgumentException that says what was expected. */
    public interface Reader<T extends @Nullable Object> {
        T read(String text);
    }

    private final List<String> names;
    private final String label;
    private final String description;
    private final Reader<? extends T> reader;
    private T value;

    Option(
            List<String> names,
            String label,
            String description,
            Reader<? extends T> reader,
            T fallback) {
        this.names = names;
        this.label = label;
        this.description = description;
        this.reader = reader;
        this.value = fallback;
    }

    /** What was given last, or the default. */
    public T value() {
        return value;
    }

    void give(String name, String text) throws UsageException {
        try {
            value = reader.read(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(name + " '" + text + "': " + e.getMessage());
        }
    }

    List<String> names() {
        return names;
    }

    /** What stands for its value in the help text; empty for a flag. */
    String label() {
        return label;
    }

    boolean takesValue() {
        return !label.isEmpty();
    }

    String description() {
        return description;
    }
}
