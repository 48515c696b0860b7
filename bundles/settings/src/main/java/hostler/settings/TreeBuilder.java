package hostler.settings;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a tree from a parser's events, whatever the syntax; refuses depth and duplicate keys. */
final class TreeBuilder {

    /** A table or list that is still open. */
    private static final class Open {
        private final Place place;
        private final @Nullable Map<String, Node.Entry> entries;
        private final List<Node> items = new ArrayList<>();
        private @Nullable Place keyPlace;
        private @Nullable String key;

        Open(Place place, boolean table) {
            this.place = place;
            this.entries = table ? new LinkedHashMap<>() : null;
        }

        boolean awaitsKey() {
            return entries != null && key == null;
        }

        void add(Node node) {
            if (entries == null) {
                items.add(node);
                return;
            }
            if (key == null || keyPlace == null) {
                throw new IllegalStateException("a value without a key");
            }
            entries.put(key, new Node.Entry(keyPlace, key, node));
            key = null;
        }

        Node close() {
            return entries == null
                    ? new Node.Sequence(place, items)
                    : new Node.Table(place, List.copyOf(entries.values()));
        }
    }

    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable Node root;

    void beginTable(Place place) throws DocumentException {
        begin(place, true);
    }

    void beginSequence(Place place) throws DocumentException {
        begin(place, false);
    }

    private void begin(Place place, boolean table) throws DocumentException {
        if (expectsKey()) {
            throw new DocumentException(place, "a key must be text");
        }
        if (open.size() >= Limits.DEPTH) {
            throw new DocumentException(place, "nested deeper than " + Limits.DEPTH);
        }
        open.push(new Open(place, table));
    }

    void end() {
        add(open.pop().close());
    }

    /** Whether the next scalar is a key. */
    boolean expectsKey() {
        Open innermost = open.peek();
        return innermost != null && innermost.awaitsKey();
    }

    void key(Place place, String key) throws DocumentException {
        Open table = open.element();
        Node.Entry earlier = table.entries == null ? null : table.entries.get(key);
        if (earlier != null) {
            throw new DocumentException(
                    place,
                    "the key '" + key + "' stands twice; first at line " + earlier.place().line());
        }
        table.key = key;
        table.keyPlace = place;
    }

    void scalar(Place place, String text, Node.Type type) throws DocumentException {
        if (text.length() > Limits.TEXT) {
            throw new DocumentException(place, "a text longer than " + Limits.TEXT + " characters");
        }
        add(new Node.Scalar(place, text, type));
    }

    private void add(Node node) {
        Open innermost = open.peek();
        if (innermost == null) {
            root = node;
        } else {
            innermost.add(node);
        }
    }

    /** The whole tree; an empty document is an empty table. */
    Node root(String file) {
        Node built = root;
        return built == null ? new Node.Table(new Place(file, 1, 1), List.of()) : built;
    }
}
