package hostler.commands;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the log may show of a command, whose text may hold secrets: the word it begins with, as far
 * as it can be the name of a program.
 */
final class FirstWord {
    private static final Pattern NAME = Pattern.compile("\\s*([A-Za-z0-9_./+-]{1,64})(.?)");
    private static final String HIDDEN = "...";

    private FirstWord() {}

    /** The word; of an assignment the name only. */
    static String of(String command) {
        Matcher begin = NAME.matcher(command);
        if (!begin.lookingAt()) {
            return HIDDEN;
        }
        boolean whole = begin.group(2).isBlank();
        return whole ? begin.group(1) : hidden(begin.group(1), begin.group(2));
    }

    private static String hidden(String word, String next) {
        return next.equals("=") ? word + "=" + HIDDEN : word + HIDDEN;
    }
}
