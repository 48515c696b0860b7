package hostler.configs.secrets;

import hostler.core.api.ServiceConfiguration.Format;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Hides what looks like a secret in a configuration file: values under keys such as {@code
 * password}, {@code secret}, {@code token} or {@code ...key}, passwords in addresses, private keys.
 * Everything else stays as it is, byte for byte, so that the text can still be read and compared.
 * Nobody can tell every secret from its looks; whoever must not see any must not see the file.
 */
public final class Secrets {
    /** Stands for a secret. */
    public static final String MASK = "__MASKED_BY_HOSTLER__";

    private Secrets() {}

    /** A piece of text that is to be hidden, by offsets. */
    record Span(int from, int to, String instead) {}

    /** Whether a text is one that was masked: it must never be taken for the real one. */
    public static boolean holdsMask(String text) {
        return text.contains(MASK);
    }

    /** The text with its secrets masked. */
    public static String masked(Format format, String text) {
        Optional<List<Span>> spans =
                switch (format) {
                    case JSON -> JsonSecrets.in(text);
                    case YAML -> YamlSecrets.in(text);
                    case TOML, INI, PROPERTIES, PLAIN -> Optional.of(List.of());
                };
        // What claims a structure it does not have may hide anything anywhere.
        return spans.map(found -> lines(format, without(text, found))).orElse(MASK + "\n");
    }

    private static String lines(Format format, String text) {
        try {
            return LineSecrets.masked(format, text);
        } catch (StackOverflowError e) {
            // A line made to exhaust the matcher shows nothing at all.
            return MASK + "\n";
        }
    }

    private static String without(String text, List<Span> spans) {
        StringBuilder out = new StringBuilder(text);
        spans.stream()
                .sorted(Comparator.comparingInt(Span::from).reversed())
                .forEach(span -> out.replace(span.from(), span.to(), span.instead()));
        return out.toString();
    }
}
