package hostler.logs.file;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a file.
 *
 * @param offset where the next line begins
 * @param file what {@link OpenLog#identity} said of the file
 */
record FileCursor(long offset, String file) {

    /** Before whatever is the first file. */
    static final FileCursor BEGINNING = new FileCursor(0, "-");

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})@(\\S{1,200})");

    /** Empty when the text is no cursor. */
    static Optional<FileCursor> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new FileCursor(Long.parseLong(form.group(1)), form.group(2)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return offset + "@" + file;
    }
}
