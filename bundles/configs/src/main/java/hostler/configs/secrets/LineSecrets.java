package hostler.configs.secrets;

import hostler.core.api.ServiceConfiguration.Format;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets in a text line by line, whatever its format: {@code name = value} and {@code name value},
 * elements and attributes of XML, passwords in addresses, private keys in PEM (RFC 7468), also in
 * comments. A value that goes on in the next lines is hidden as a whole.
 */
final class LineSecrets {
    // What is never closed is hidden to the end.
    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN ([A-Z ]*PRIVATE KEY)-----(?:.*?-----END \\1-----|.*)",
                    Pattern.DOTALL);
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "((?<![\\w+.-])[A-Za-z][\\w+.-]*+://[^\\s/:@\"']*+:)([^\\s/@\"']++)(@)");
    private static final Pattern ELEMENT =
            Pattern.compile("(<" + SecretNames.PATTERN + "(?:\\s[^<>]*+)?>)([^<]++)(</)");

    /** A text in three quotes, as TOML has it. */
    private static final Pattern TRIPLE =
            Pattern.compile(
                    "(" + SecretNames.PATTERN + "[\"']?\\s*=\\s*)(\"\"\"|''')(?:.*?\\2|.*)",
                    Pattern.DOTALL);

    private static final Pattern LIST =
            Pattern.compile(
                    "(" + SecretNames.PATTERN + "[\"']?\\s*=\\s*)[\\[{](?:[^\\]}]*+[\\]}]|.*)",
                    Pattern.DOTALL);

    private static final Pattern ASSIGNMENT =
            Pattern.compile(
                    "("
                            + SecretNames.PATTERN
                            + "[\"']?[ \\t]*[=:][ \\t]*)"
                            + "(\"(?:[^\"\\\\\\n]++|\\\\.)*+\"|'[^'\\n]*+'|[^\\s,;&<>][^\\n]*+)"
                            + "((?:(?<=\\\\)\\n[^\\n]*+)*)");

    /** An option and its value, at the beginning of a line. */
    private static final Pattern DIRECTIVE =
            Pattern.compile(
                    "(?m)^([ \\t#;]*+" + SecretNames.PATTERN + "[ \\t]+)([^\\s=:{\\[][^\\n]*+)$");

    /** How INI goes on: lines that begin with a space. */
    private static final Pattern INDENTED =
            Pattern.compile(
                    "(?m)^("
                            + SecretNames.PATTERN
                            + "[ \\t]*[=:][ \\t]*)([^\\n]*+(?:\\n[ \\t]+[^\\n]++)+)$");

    private LineSecrets() {}

    /** In JSON every other value has been looked at, and there is nothing but values. */
    static String masked(Format format, String text) {
        String rest = PEM.matcher(text).replaceAll(Secrets.MASK);
        rest = replaced(ADDRESS, rest, found -> found.group(1) + Secrets.MASK + found.group(3));
        return format == Format.JSON ? rest : named(format, rest);
    }

    private static String named(Format format, String text) {
        String rest =
                format == Format.INI
                        ? replaced(INDENTED, text, found -> found.group(1) + Secrets.MASK)
                        : text;
        rest = replaced(ELEMENT, rest, found -> found.group(1) + Secrets.MASK + found.group(3));
        rest = replaced(TRIPLE, rest, found -> found.group(1) + '"' + Secrets.MASK + '"');
        rest = replaced(LIST, rest, found -> found.group(1) + "[\"" + Secrets.MASK + "\"]");
        rest = replaced(ASSIGNMENT, rest, LineSecrets::assignment);
        return replaced(DIRECTIVE, rest, found -> found.group(1) + Secrets.MASK);
    }

    private interface Replacement {
        String of(MatchResult found);
    }

    private static String replaced(Pattern pattern, String text, Replacement replacement) {
        return pattern.matcher(text)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        found.group().contains(Secrets.MASK)
                                                ? found.group()
                                                : replacement.of(found)));
    }

    /** Quotes stay, so that the text stays of its syntax. */
    private static String assignment(MatchResult found) {
        String value = found.group(2);
        char first = value.charAt(0);
        boolean quoted = first == '"' || first == '\'';
        return found.group(1) + (quoted ? first + Secrets.MASK + first : Secrets.MASK);
    }
}
