package hostler.cli.view;

/** What a text says by its colour (ECMA-48 SGR); every text says the same without it. */
public enum Style {
    PLAIN(""),
    HEADING("1"),
    FAINT("2"),
    BAD("31"),
    GOOD("32"),
    WARNING("33");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String paint(String text) {
        return code.isEmpty() || text.isEmpty()
                ? text
                : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
