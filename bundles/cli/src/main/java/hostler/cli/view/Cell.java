package hostler.cli.view;

/**
 * A text in a style. Control characters become question marks: names and messages come from
 * services and their files, and none of them is to move somebody's cursor.
 */
public record Cell(String text, Style style) {

    public Cell {
        text = clean(text);
    }

    public static Cell of(String text) {
        return new Cell(text, Style.PLAIN);
    }

    public static Cell of(long number) {
        return new Cell(Long.toString(number), Style.PLAIN);
    }

    /** The text on one line and without control characters. */
    static String clean(String text) {
        StringBuilder cleaned = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            cleaned.append(c == '\n' || c == '\t' ? ' ' : Character.isISOControl(c) ? '?' : c);
        }
        return cleaned.toString();
    }
}
