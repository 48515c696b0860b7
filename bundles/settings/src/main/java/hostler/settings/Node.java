package hostler.settings;

import java.util.List;
import java.util.Optional;

/** A value of a document with the place it stands at. */
public sealed interface Node {

    Place place();

    /** What it is, in the words of an error message: "a number", "a list". */
    String kind();

    /** A single value, as written; quotes are gone. */
    record Scalar(Place place, String text, Type type) implements Node {
        @Override
        public String kind() {
            return switch (type) {
                case TEXT -> "text";
                case NUMBER -> "a number";
                case FLAG -> "true or false";
                case EMPTY -> "nothing";
            };
        }
    }

    /** What a single value looks like. */
    enum Type {
        TEXT,
        NUMBER,
        FLAG,
        /** {@code null}, {@code ~}, or nothing at all. */
        EMPTY
    }

    /** A list. */
    record Sequence(Place place, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys and values in the order of writing; no key stands twice. */
    record Table(Place place, List<Entry> entries) implements Node {
        public Table {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "a table";
        }

        /** The value of a key; empty when the key is absent or its value is {@code null}. */
        public Optional<Node> value(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().equals(key))
                    .map(Entry::value)
                    .filter(
                            value ->
                                    !(value instanceof Scalar(var p, var t, Type type)
                                            && type == Type.EMPTY))
                    .findFirst();
        }
    }

    /** One key of a table with its value. */
    record Entry(Place place, String key, Node value) {}
}
