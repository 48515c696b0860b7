package hostler.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the fields of a table by type. What is wrong goes to the problems and the default is
 * answered, so that one pass finds everything; the caller looks at {@link Problems#fatal} before it
 * uses the values.
 */
public final class Fields {

    /** Parses a text, or says with an IllegalArgumentException what was expected. */
    @FunctionalInterface
    public interface Form<T> {
        T parse(String text);
    }

    private final Node.Table table;
    private final String path;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * Reads a table.
     *
     * @param path dotted path of the table in the document; empty for its top
     */
    public Fields(Node.Table table, String path, Problems problems) {
        this.table = table;
        this.path = path;
        this.problems = problems;
    }

    /** The document's top; something else than a table is a problem and reads as an empty one. */
    public static Fields of(Node root, Problems problems) {
        if (root instanceof Node.Table table) {
            return new Fields(table, "", problems);
        }
        problems.error(root.place(), "", "a table was expected, not " + root.kind());
        return new Fields(new Node.Table(root.place(), List.of()), "", problems);
    }

    public Place place() {
        return table.place();
    }

    /** Dotted path of a key of this table. */
    public String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Where a key's value stands; the table's place when the key is absent. */
    public Place placeOf(String key) {
        return table.value(key).map(Node::place).orElse(table.place());
    }

    /** Whether the key is there with a value. */
    public boolean has(String key) {
        return node(key).isPresent();
    }

    /** Whether the key has a table for its value; for keys that take a single value as well. */
    public boolean hasTable(String key) {
        return table.value(key).filter(Node.Table.class::isInstance).isPresent();
    }

    /** Text; numbers and flags are taken as they are written. */
    public Optional<String> text(String key) {
        return scalar(key).map(Node.Scalar::text);
    }

    /** A field in a form of its own. */
    public <T> Optional<T> value(String key, Form<T> form) {
        return scalar(key).flatMap(scalar -> parsed(key, scalar, form));
    }

    public Optional<Boolean> flag(String key) {
        return scalar(key)
                .flatMap(
                        scalar ->
                                scalar.type() == Node.Type.FLAG
                                        ? Optional.of(Boolean.valueOf(scalar.text()))
                                        : wrong(key, scalar, "true or false"));
    }

    /** A whole number within limits, both included. */
    public Optional<Integer> number(String key, int from, int to) {
        return value(
                key,
                text -> {
                    BigDecimal number = decimal(text);
                    if (number.compareTo(BigDecimal.valueOf(from)) < 0
                            || number.compareTo(BigDecimal.valueOf(to)) > 0
                            || number.remainder(BigDecimal.ONE).signum() != 0) {
                        throw new IllegalArgumentException(
                                "a whole number from " + from + " to " + to + " was expected");
                    }
                    return number.intValueExact();
                });
    }

    /** A number that is at least {@code from}. */
    public Optional<Double> decimal(String key, double from) {
        return value(
                key,
                text -> {
                    double number = decimal(text).doubleValue();
                    if (!(number >= from) || Double.isInfinite(number)) {
                        throw new IllegalArgumentException(
                                "a number of at least " + from + " was expected");
                    }
                    return number;
                });
    }

    /** A duration of the form "1m30s" ({@link Durations}) that is at least {@code from}. */
    public Optional<Duration> duration(String key, Duration from) {
        return value(
                key,
                text -> {
                    Duration duration = Durations.parse(text);
                    if (duration.compareTo(from) < 0) {
                        throw new IllegalArgumentException(
                                "a duration of at least "
                                        + Durations.format(from)
                                        + " was expected");
                    }
                    return duration;
                });
    }

    /** A list of texts; absent is empty. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Node item : items(key)) {
            if (item instanceof Node.Scalar scalar && scalar.type() != Node.Type.EMPTY) {
                texts.add(scalar.text());
            } else {
                wrong(key, item, "a list of texts");
            }
        }
        return texts;
    }

    /** A table of texts, in order of writing; absent is empty. */
    public Map<String, String> map(String key) {
        Map<String, String> map = new LinkedHashMap<>();
        if (node(key).orElse(null) instanceof Node.Table inner) {
            for (Node.Entry entry : inner.entries()) {
                if (entry.value() instanceof Node.Scalar scalar) {
                    map.put(entry.key(), scalar.text());
                } else {
                    wrong(key + "." + entry.key(), entry.value(), "text");
                }
            }
        } else {
            node(key).ifPresent(other -> wrong(key, other, "a table"));
        }
        return map;
    }

    /** The items of a list as they are; absent is empty. */
    public List<Node> items(String key) {
        Optional<Node> node = node(key);
        if (node.isPresent() && node.get() instanceof Node.Sequence sequence) {
            return sequence.items();
        }
        node.ifPresent(other -> wrong(key, other, "a list"));
        return List.of();
    }

    /** The fields of a table inside this one; absent is an empty table. */
    public Fields table(String key) {
        Optional<Node> node = node(key);
        if (node.isPresent() && node.get() instanceof Node.Table inner) {
            return new Fields(inner, pathOf(key), problems);
        }
        node.ifPresent(other -> wrong(key, other, "a table"));
        return new Fields(new Node.Table(table.place(), List.of()), pathOf(key), problems);
    }

    /**
     * Every key of the table with its value as text; keys whose values are no single values are
     * left out.
     */
    public Map<String, String> everyText() {
        Map<String, String> map = new LinkedHashMap<>();
        for (Node.Entry entry : table.entries()) {
            if (entry.value() instanceof Node.Scalar scalar && scalar.type() != Node.Type.EMPTY) {
                map.put(entry.key(), scalar.text());
            }
        }
        return map;
    }

    /** Names keys that are accepted without being read here. */
    public void accept(String... keys) {
        known.addAll(List.of(keys));
    }

    /** Reports every key that nobody asked for, with the nearest known one; call it last. */
    public void reportUnknown(boolean fatal) {
        for (Node.Entry entry : table.entries()) {
            if (!known.contains(entry.key())) {
                problems.add(
                        new Problem(
                                entry.place(),
                                pathOf(entry.key()),
                                "unknown key" + Spelling.hint(entry.key(), known),
                                fatal));
            }
        }
    }

    /** Reports that a key that must be there is not. */
    public void reportMissing(String key) {
        problems.error(table.place(), pathOf(key), "missing; it must be given");
    }

    /** Reports a value that is readable and still wrong. */
    public void reportWrong(String key, String message) {
        problems.error(placeOf(key), pathOf(key), message);
    }

    private Optional<Node> node(String key) {
        known.add(key);
        return table.value(key);
    }

    private Optional<Node.Scalar> scalar(String key) {
        Function<Node, Optional<Node.Scalar>> asScalar =
                node ->
                        node instanceof Node.Scalar scalar
                                ? Optional.of(scalar)
                                : wrong(key, node, "a single value");
        return node(key).flatMap(asScalar);
    }

    private <T> Optional<T> parsed(String key, Node.Scalar scalar, Form<T> form) {
        try {
            return Optional.of(form.parse(scalar.text()));
        } catch (IllegalArgumentException e) {
            problems.error(
                    scalar.place(), pathOf(key), e.getMessage() + ", not '" + shown(scalar) + "'");
            return Optional.empty();
        }
    }

    private <T> Optional<T> wrong(String key, Node node, String expected) {
        String found = node instanceof Node.Scalar scalar ? "'" + shown(scalar) + "'" : node.kind();
        problems.error(node.place(), pathOf(key), expected + " was expected, not " + found);
        return Optional.empty();
    }

    private static String shown(Node.Scalar scalar) {
        String text = scalar.text();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    private static BigDecimal decimal(String text) {
        if (text.length() > Limits.NUMBER) {
            throw new IllegalArgumentException("a number was expected");
        }
        try {
            BigDecimal number = new BigDecimal(text);
            if (Math.abs((long) number.scale()) > 400) {
                throw new IllegalArgumentException("a number of a sane size was expected");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number was expected", e);
        }
    }
}
