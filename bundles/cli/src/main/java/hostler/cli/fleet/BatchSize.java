package hostler.cli.fleet;

import java.util.ArrayList;
import java.util.List;

/**
 * How many agents are changed before the next ones are.
 *
 * @param number agents, or hundredths of all of them
 * @param percent whether it is hundredths
 */
record BatchSize(int number, boolean percent) {
    static final BatchSize DEFAULT = new BatchSize(10, true);

    /**
     * Reads {@code N} or {@code N%}.
     *
     * @throws IllegalArgumentException when it is none
     */
    static BatchSize parse(String text) {
        boolean percent = text.endsWith("%");
        String digits = percent ? text.substring(0, text.length() - 1) : text;
        if (!digits.matches("[1-9][0-9]{0,5}") || (percent && Integer.parseInt(digits) > 100)) {
            throw new IllegalArgumentException("a number such as 5, or 10%, was expected");
        }
        return new BatchSize(Integer.parseInt(digits), percent);
    }

    /** The batches, in order; a part of an agent counts as one. */
    <T> List<List<T>> split(List<T> all) {
        int size = percent ? Math.max(1, Math.ceilDiv(all.size() * number, 100)) : number;
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            batches.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return batches;
    }

    @Override
    public String toString() {
        return number + (percent ? "%" : "");
    }
}
