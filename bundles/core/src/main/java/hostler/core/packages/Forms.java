package hostler.core.packages;

import hostler.settings.Durations;
import hostler.settings.Fields;
import hostler.settings.Node;
import hostler.settings.Problems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The forms values of a package.json have. */
final class Forms {
    /** No time in a package.json is shorter, but for zero where that means something. */
    static final Duration SHORTEST = Duration.ofMillis(1);

    /** No time in a package.json is longer. */
    static final Duration LONGEST = Duration.ofDays(30);

    private Forms() {}

    static Fields.Form<Duration> duration(Duration from, Duration to) {
        return text -> {
            Duration duration = Durations.parse(text);
            if (duration.compareTo(from) < 0 || duration.compareTo(to) > 0) {
                throw new IllegalArgumentException(
                        "a duration from "
                                + Durations.format(from)
                                + " to "
                                + Durations.format(to)
                                + " was expected");
            }
            return duration;
        };
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("a path was expected", e);
        }
    }

    static Fields.Form<String> matching(Pattern pattern, String expected) {
        return text -> {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException(expected + " was expected");
            }
            return text;
        };
    }

    /** The fields of a list's item; something else than a table reads as an empty one. */
    static Fields item(Node item, String list, Problems problems) {
        if (item instanceof Node.Table table) {
            return new Fields(table, list, problems);
        }
        problems.error(item.place(), list, "a list of tables was expected, not " + item.kind());
        return new Fields(new Node.Table(item.place(), List.of()), list, problems);
    }

    /** Text that is not blank; an empty text stands for an absent one, as in the existing files. */
    static Optional<String> text(Fields fields, String key) {
        return fields.text(key).filter(text -> !text.isBlank());
    }
}
