package hostler.launcher.systemd;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;

/** Values as a unit file holds them, see systemd.syntax(7): nothing of them means anything else. */
final class FileText {
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;

    private FileText() {}

    /**
     * A value that goes to the end of the line: only the specifiers of systemd.unit(5) mean
     * anything.
     */
    static String plain(String value) {
        return value.replace("%", "%%");
    }

    /** One word. */
    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            quote(each & 0xff, quoted);
        }
        return quoted.append('"').toString();
    }

    private static void quote(int each, StringBuilder to) {
        if (each == '"' || each == '\\') {
            to.append('\\').append((char) each);
        } else if (each == '%') {
            to.append("%%");
        } else if (each < FIRST_PRINTABLE || each > LAST_PRINTABLE) {
            to.append(String.format("\\x%02x", each));
        } else {
            to.append((char) each);
        }
    }

    /** Several words. */
    static String words(Collection<String> values) {
        return values.stream().map(FileText::quoted).collect(Collectors.joining(" "));
    }
}
