package hostler.systemd;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The name of a unit, of a service if nothing else is said: never an option, never another kind of
 * unit, see systemd.unit(5).
 *
 * @param full with its suffix
 */
public record UnitName(String full) {
    private static final String SUFFIX = ".service";

    /** UNIT_NAME_MAX of systemd, without its terminating zero. */
    private static final int LONGEST = 255;

    private static final String ALLOWED = ":-_.\\@";

    private static final Set<String> OTHER_KINDS =
            Set.of(
                    ".socket",
                    ".device",
                    ".mount",
                    ".automount",
                    ".swap",
                    ".target",
                    ".path",
                    ".timer",
                    ".slice",
                    ".scope");

    /**
     * What a package calls its unit, as systemd knows it: what a unit's name cannot hold is escaped
     * as {@code systemd-escape} does, and the suffix is added.
     *
     * @param text {@code startup.service_name}, or the service's name
     * @param chosen whether somebody wrote it as a unit's name: the name of a service may end in
     *     {@code .socket} and mean nothing by it
     * @throws IllegalArgumentException when it names no service unit; the message says why
     */
    public static UnitName of(String text, boolean chosen) {
        UnitName name = escaped(text);
        String full = name.full();
        if (chosen) {
            refuseOtherKinds(text);
        }
        if (full.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "'"
                            + full
                            + "' is longer than the "
                            + LONGEST
                            + " characters of a unit's name");
        }
        String stem = full.substring(0, full.length() - SUFFIX.length());
        if (stem.isEmpty() || stem.startsWith("@") || stem.endsWith("@")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not the name of a unit, or a template without an instance");
        }
        return name;
    }

    /** The same of a text that is known to name a service unit, or where nothing comes of it. */
    public static UnitName escaped(String text) {
        String escaped = escape(text);
        return new UnitName(escaped.endsWith(SUFFIX) ? escaped : escaped + SUFFIX);
    }

    /** A scope, its name escaped like that of a service; empty when that is too long. */
    public static Optional<UnitName> ofScope(String text) {
        return Optional.of(new UnitName(escape(text) + ".scope"))
                .filter(scope -> scope.full().length() <= LONGEST);
    }

    private static void refuseOtherKinds(String text) {
        for (String kind : OTHER_KINDS) {
            if (text.endsWith(kind)) {
                throw new IllegalArgumentException(
                        "'"
                                + text
                                + "' is not a service; a unit that ends in .service is expected");
            }
        }
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            escape(each & 0xff, escaped);
        }
        return escaped.toString();
    }

    private static void escape(int each, StringBuilder to) {
        boolean first = to.isEmpty();
        if (each == '/') {
            to.append('-');
        } else if (allowed(each) && !(first && (each == '-' || each == '.'))) {
            to.append((char) each);
        } else {
            to.append(String.format("\\x%02x", each));
        }
    }

    private static boolean allowed(int each) {
        return alphanumeric(each) || ALLOWED.indexOf(each) >= 0;
    }

    private static boolean alphanumeric(int each) {
        return each < 0x80 && Character.isLetterOrDigit(each);
    }

    /** The D-Bus object of the unit, whether it is loaded or not; see sd_bus_path_encode(3). */
    public String objectPath() {
        StringBuilder path = new StringBuilder("/org/freedesktop/systemd1/unit/");
        for (int index = 0; index < full.length(); index++) {
            char each = full.charAt(index);
            boolean plain = alphanumeric(each) && !(index == 0 && Character.isDigit(each));
            path.append(plain ? String.valueOf(each) : String.format("_%02x", (int) each));
        }
        return path.toString();
    }

    @Override
    public String toString() {
        return full;
    }
}
