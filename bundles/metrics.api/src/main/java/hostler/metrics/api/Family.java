package hostler.metrics.api;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Figures of one kind at one moment; immutable. Names and types are those of Prometheus' data
 * model, see "Metric names and labels" in its documentation.
 *
 * @param name {@value #NAME_FORM}, with its unit at the end, in base units ({@code _seconds},
 *     {@code _bytes}); that of a counter ends in {@code _total}, that of a gauge does not
 * @param help one sentence for people
 * @param type whether it only grows
 * @param samples at most {@value #MOST_SAMPLES}, no two with the same labels
 */
public record Family(String name, String help, Type type, List<Sample> samples) {

    /** The form of a name, as a regular expression. */
    public static final String NAME_FORM = "[a-zA-Z_][a-zA-Z0-9_]*";

    /** More is a set of labels without bounds. */
    public static final int MOST_SAMPLES = 50_000;

    private static final Pattern NAME = Pattern.compile(NAME_FORM);
    private static final String TOTAL = "_total";

    /** What a figure may do from one moment to the next. */
    public enum Type {
        /** It grows, or begins again at nothing. */
        COUNTER,
        /** It goes up and down. */
        GAUGE
    }

    /**
     * One figure.
     *
     * @param labels what tells it from the others of its family, by name, of the form of a family's
     *     name; few values each, all of them of a set that is bounded by something
     */
    public record Sample(Map<String, String> labels, double value) {
        public Sample {
            labels = Map.copyOf(labels);
            labels.keySet().forEach(name -> check("a label", name));
        }
    }

    /**
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public Family {
        check("a family", name);
        samples = List.copyOf(samples);
        require(name.endsWith(TOTAL) == (type == Type.COUNTER), name, "a counter ends in _total");
        require(samples.size() <= MOST_SAMPLES, name, samples.size() + " samples are too many");
        Set<Map<String, String>> seen = new HashSet<>();
        for (Sample sample : samples) {
            require(seen.add(sample.labels()), name, "twice with the labels " + sample.labels());
        }
    }

    /** What only grows. */
    public static Family counter(String name, String help, List<Sample> samples) {
        return new Family(name, help, Type.COUNTER, samples);
    }

    /** What goes up and down. */
    public static Family gauge(String name, String help, List<Sample> samples) {
        return new Family(name, help, Type.GAUGE, samples);
    }

    /** One figure without labels that goes up and down. */
    public static Family gauge(String name, String help, double value) {
        return gauge(name, help, List.of(new Sample(Map.of(), value)));
    }

    private static void check(String what, String name) {
        require(NAME.matcher(name).matches(), name, "the name of " + what + " is " + NAME_FORM);
    }

    private static void require(boolean met, String name, String rule) {
        if (!met) {
            throw new IllegalArgumentException("the metric '" + name + "': " + rule);
        }
    }
}
