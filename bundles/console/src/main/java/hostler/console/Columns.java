package hostler.console;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A text in columns. Control characters become question marks: names and reasons are not ours. */
final class Columns {
    private final List<String[]> rows = new ArrayList<>();

    Columns(String... headings) {
        row(headings);
    }

    void row(String... cells) {
        String[] clean = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            clean[i] = cells[i].replaceAll("\\p{Cntrl}", "?");
        }
        rows.add(clean);
    }

    @Override
    public String toString() {
        StringJoiner lines = new StringJoiner("\n");
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(row[i]).append(" ".repeat(width(i) - row[i].length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
    }
}
