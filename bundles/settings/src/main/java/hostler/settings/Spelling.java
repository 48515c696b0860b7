package hostler.settings;

import java.util.Collection;
import java.util.Comparator;

/** Finds the word somebody probably meant. */
public final class Spelling {
    private Spelling() {}

    /** {@code "; did you mean 'interval'?"}, or nothing when no known word is near. */
    public static String hint(String word, Collection<String> known) {
        return known.stream()
                .min(
                        Comparator.comparingInt((String candidate) -> distance(word, candidate))
                                .thenComparing(Comparator.naturalOrder()))
                .filter(nearest -> distance(word, nearest) <= Math.max(1, word.length() / 3))
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("");
    }

    /** Levenshtein's distance, in one row of memory. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
