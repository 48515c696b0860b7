package hostler.core.packages;

import hostler.settings.DocumentException;
import hostler.settings.Node;
import hostler.settings.Place;
import hostler.settings.Problems;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is valid JSON and still refused, wherever it stands: texts the kernel or UTF-8 cannot carry,
 * keys that look alike, of which one reader would take the first and another the second, and more
 * keys or items than anybody writes.
 */
final class TextRules {
    static final int MAX_KEYS = 1000;
    static final int MAX_ITEMS = 10_000;

    /** Here names that differ by case are different names: {@code http_proxy}, HTTP_PROXY. */
    private static final String ENVIRONMENT = "environment";

    private final Problems problems;

    private TextRules(Problems problems) {
        this.problems = problems;
    }

    /**
     * Reports everything in a document that is refused; its depth is limited by its reader.
     *
     * @throws DocumentException when it is too large to be looked at any further
     */
    static void check(Node root, Problems problems) throws DocumentException {
        new TextRules(problems).check("", root);
    }

    private void check(String key, Node node) throws DocumentException {
        switch (node) {
            case Node.Scalar(Place place, String text, var type) -> checkText(place, key, text);
            case Node.Sequence sequence -> checkSequence(key, sequence);
            case Node.Table table -> checkTable(key, table);
        }
    }

    private void checkSequence(String key, Node.Sequence sequence) throws DocumentException {
        checkSize(sequence.place(), sequence.items().size(), MAX_ITEMS, "items");
        for (Node item : sequence.items()) {
            check(key, item);
        }
    }

    private void checkTable(String key, Node.Table table) throws DocumentException {
        checkSize(table.place(), table.entries().size(), MAX_KEYS, "keys");
        Map<String, String> seen = new HashMap<>();
        for (Node.Entry entry : table.entries()) {
            String path = key.isEmpty() ? entry.key() : key + "." + entry.key();
            checkText(entry.place(), path, entry.key());
            String alike = seen.putIfAbsent(folded(entry.key()), entry.key());
            if (alike != null && !key.endsWith(ENVIRONMENT)) {
                problems.error(
                        entry.place(), path, "the key '" + alike + "' stands here already, alike");
            }
            check(path, entry.value());
        }
    }

    private static void checkSize(Place place, int size, int most, String what)
            throws DocumentException {
        if (size > most) {
            throw new DocumentException(
                    place, size + " " + what + "; at most " + most + " are accepted");
        }
    }

    private static String folded(String key) {
        return Normalizer.normalize(key, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private void checkText(Place place, String key, String text) {
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (unit == 0) {
                problems.error(place, key, "a NUL character (at " + at + ") is not accepted");
                return;
            }
            if (Character.isHighSurrogate(unit)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at++;
            } else if (Character.isSurrogate(unit)) {
                problems.error(place, key, "half a surrogate pair (at " + at + ") is no character");
                return;
            }
        }
    }
}
