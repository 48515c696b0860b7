package hostler.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects everything that is wrong, so that the reader of a document is told all of it at once.
 */
public final class Problems {
    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparing((Problem problem) -> problem.place().file())
                    .thenComparingInt(problem -> problem.place().line())
                    .thenComparingInt(problem -> problem.place().column());

    private final List<Problem> found = new ArrayList<>();

    /** The document cannot be used. */
    public void error(Place place, String key, String message) {
        found.add(new Problem(place, key, message, true));
    }

    /** The document can be used, and somebody should look at this. */
    public void warning(Place place, String key, String message) {
        found.add(new Problem(place, key, message, false));
    }

    public void add(Problem problem) {
        found.add(problem);
    }

    /** Whether the document cannot be used. */
    public boolean fatal() {
        return found.stream().anyMatch(Problem::fatal);
    }

    /** Everything found, sorted by place. */
    public List<Problem> list() {
        return found.stream().sorted(BY_PLACE).toList();
    }
}
