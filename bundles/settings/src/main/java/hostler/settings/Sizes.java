package hostler.settings;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes such as "100MB"; the units count in powers of 1,024, as the existing files mean them. */
public final class Sizes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([KMGT]?)I?B?");
    private static final Map<String, Integer> SHIFT =
            Map.of("", 0, "K", 10, "M", 20, "G", 30, "T", 40);

    private Sizes() {}

    /**
     * Reads a size in bytes.
     *
     * @throws IllegalArgumentException that says which form was expected
     */
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        Integer shift = matcher.matches() ? SHIFT.get(matcher.group(2)) : null;
        if (shift == null) {
            throw new IllegalArgumentException("a size such as 512KB, 100MB or 2GB was expected");
        }
        long count = Long.parseLong(matcher.group(1));
        if (count > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("a size below 8 million TB was expected");
        }
        return count << shift;
    }
}
