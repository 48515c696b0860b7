package hostler.cli.view;

import java.util.ArrayList;
import java.util.List;

/** The lines between two texts, in the form of diff -u: a minus, a plus or a space before each. */
final class LineDiff {
    /** Lines that stand around a difference. */
    private static final int CONTEXT = 3;

    /** Beyond so many comparisons the middle is shown as replaced as a whole. */
    private static final long MOST_COMPARISONS = 4_000_000;

    private final List<String> before;
    private final List<String> after;
    private final List<String> all = new ArrayList<>();

    private LineDiff(String before, String after) {
        this.before = before.lines().toList();
        this.after = after.lines().toList();
    }

    /** Differences with the lines around them; what is left out is told by a line of dots. */
    static List<String> of(String before, String after) {
        LineDiff diff = new LineDiff(before, after);
        diff.compare();
        return shortened(diff.all);
    }

    private void compare() {
        int head = 0;
        int shorter = Math.min(before.size(), after.size());
        while (head < shorter && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && before.get(before.size() - 1 - tail)
                        .equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        add(' ', before.subList(0, head));
        between(
                before.subList(head, before.size() - tail),
                after.subList(head, after.size() - tail));
        add(' ', before.subList(before.size() - tail, before.size()));
    }

    private void add(char mark, List<String> lines) {
        lines.forEach(line -> all.add(mark + line));
    }

    private void between(List<String> old, List<String> fresh) {
        if ((long) old.size() * fresh.size() > MOST_COMPARISONS) {
            add('-', old);
            add('+', fresh);
        } else {
            walk(old, fresh, common(old, fresh));
        }
    }

    /** How many lines the rests of both have in common, from each pair of places on. */
    private static int[][] common(List<String> old, List<String> fresh) {
        int[][] common = new int[old.size() + 1][fresh.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = fresh.size() - 1; j >= 0; j--) {
                common[i][j] =
                        old.get(i).equals(fresh.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private void walk(List<String> old, List<String> fresh, int[][] common) {
        int i = 0;
        int j = 0;
        while (i < old.size() && j < fresh.size()) {
            if (old.get(i).equals(fresh.get(j))) {
                all.add(' ' + old.get(i));
                i++;
                j++;
            } else if (common[i + 1][j] >= common[i][j + 1]) {
                all.add('-' + old.get(i++));
            } else {
                all.add('+' + fresh.get(j++));
            }
        }
        add('-', old.subList(i, old.size()));
        add('+', fresh.subList(j, fresh.size()));
    }

    private static List<String> shortened(List<String> lines) {
        List<String> shown = new ArrayList<>();
        boolean gap = false;
        for (int i = 0; i < lines.size(); i++) {
            if (nearDifference(lines, i)) {
                shown.add(lines.get(i));
                gap = false;
            } else if (!gap) {
                shown.add(" ...");
                gap = true;
            }
        }
        return shown;
    }

    private static boolean nearDifference(List<String> lines, int at) {
        int from = Math.max(0, at - CONTEXT);
        int to = Math.min(lines.size(), at + CONTEXT + 1);
        return lines.subList(from, to).stream().anyMatch(line -> line.charAt(0) != ' ');
    }
}
