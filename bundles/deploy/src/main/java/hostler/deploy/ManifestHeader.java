package hostler.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The common syntax of manifest headers (OSGi Core 8, section 3.2.4). */
final class ManifestHeader {

    /**
     * One clause: {@code name;name;attribute=value;directive:=value}.
     *
     * @param attributes by name, the type of a typed one ({@code version:Version}) left out
     */
    record Clause(
            List<String> names, Map<String, String> attributes, Map<String, String> directives) {

        boolean optional() {
            return "optional".equals(directives.get("resolution"));
        }

        /** Whether the framework looks at it when it resolves the bundle. */
        boolean effectiveAtResolve() {
            return directives.getOrDefault("effective", "resolve").equals("resolve");
        }
    }

    private ManifestHeader() {}

    /** The clauses of a header's value; none for an empty one. */
    static List<Clause> parse(String value) {
        return split(value, ',').stream().map(ManifestHeader::clause).toList();
    }

    private static Clause clause(String text) {
        List<String> names = new ArrayList<>();
        Map<String, String> attributes = new LinkedHashMap<>();
        Map<String, String> directives = new LinkedHashMap<>();
        for (String part : split(text, ';')) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                names.add(part);
            } else if (equals > 0 && part.charAt(equals - 1) == ':') {
                directives.put(part.substring(0, equals - 1).strip(), unquoted(part, equals));
            } else {
                String name = part.substring(0, equals).strip();
                attributes.put(name.replaceFirst("\\s*:.*", ""), unquoted(part, equals));
            }
        }
        return new Clause(names, attributes, directives);
    }

    private static String unquoted(String part, int equals) {
        String value = part.substring(equals + 1).strip();
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(text.substring(from).strip());
        parts.removeIf(String::isEmpty);
        return parts;
    }
}
