package hostler.logs.journald;

import java.nio.charset.StandardCharsets;

/**
 * The name of a service unit as the journal has it, see systemd.unit(5). The launcher refuses names
 * that are no unit's; here such a name just has no lines.
 *
 * @param full with its suffix
 */
record UnitName(String full) {
    private static final String SUFFIX = ".service";
    private static final String ALLOWED = ":-_.\\@";

    /** What a package calls its unit: escaped as {@code systemd-escape} does, with the suffix. */
    static UnitName of(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            append(each & 0xff, escaped);
        }
        boolean whole = escaped.toString().endsWith(SUFFIX);
        return new UnitName(whole ? escaped.toString() : escaped + SUFFIX);
    }

    private static void append(int each, StringBuilder to) {
        boolean first = to.isEmpty();
        boolean plain = each < 0x80 && Character.isLetterOrDigit(each);
        boolean leading = first && (each == '-' || each == '.');
        if (each == '/') {
            to.append('-');
        } else if (plain || (ALLOWED.indexOf(each) >= 0 && !leading)) {
            to.append((char) each);
        } else {
            to.append(String.format("\\x%02x", each));
        }
    }

    @Override
    public String toString() {
        return full;
    }
}
