package hostler.logs.file;

import hostler.logs.api.LogFilter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whether a line of a file is meant. A file knows neither times nor levels: both are what the line
 * itself says.
 *
 * @param filter what is asked
 * @param words of which the line has one; of an unknown level there are none, and nothing matches
 */
record LineFilter(LogFilter filter, Optional<List<String>> words) implements Predicate<String> {

    static LineFilter of(LogFilter filter) {
        return new LineFilter(
                filter,
                filter.level().isEmpty() ? Optional.empty() : Optional.of(words(filter.level())));
    }

    /** The Controller's contract for the first of each, with what a journal calls them beside. */
    private static List<String> words(String level) {
        return switch (level) {
            case "error", "err" -> List.of("error", "err", "failed", "failure", "fatal");
            case "warn", "warning" -> List.of("warn", "warning");
            case "info" -> List.of("info", "information");
            case "debug" -> List.of("debug", "trace");
            case "critical", "crit" -> List.of("critical", "crit", "fatal", "panic");
            default -> List.of();
        };
    }

    @Override
    public boolean test(String line) {
        return says(line) && inTime(line);
    }

    private boolean says(String line) {
        if (filter.keyword().isEmpty() && words.isEmpty()) {
            return true;
        }
        String lower = line.toLowerCase(Locale.ROOT);
        return lower.contains(filter.keyword())
                && (words.isEmpty() || words.get().stream().anyMatch(lower::contains));
    }

    private boolean inTime(String line) {
        if (filter.from().isEmpty() && filter.to().isEmpty()) {
            return true;
        }
        Optional<Instant> time = LineTime.of(line);
        return time.isEmpty() || filter.covers(time.get());
    }
}
