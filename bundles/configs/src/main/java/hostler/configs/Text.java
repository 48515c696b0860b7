package hostler.configs;

import java.time.Duration;

/** Values in the words of messages. */
final class Text {
    /** Longer reasons are cut off before they are kept. */
    static final int LONGEST = 2_000;

    private static final double MILLIS = 1e3;

    private Text() {}

    /** "10s", "0.5s". */
    static String of(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis / MILLIS + "s";
    }

    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
