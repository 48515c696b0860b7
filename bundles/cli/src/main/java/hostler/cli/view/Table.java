package hostler.cli.view;

import java.util.ArrayList;
import java.util.List;

/** Columns under headings, two spaces apart; the last one ends where the terminal does. */
public final class Table {
    private static final String GAP = "  ";
    private static final int NARROWEST_LAST = 10;

    private final List<List<Cell>> rows = new ArrayList<>();
    private final boolean[] right;

    /**
     * @param headings in capitals; one that begins with {@code >} heads a column of numbers
     */
    public Table(String... headings) {
        right = new boolean[headings.length];
        List<Cell> row = new ArrayList<>();
        for (int i = 0; i < headings.length; i++) {
            right[i] = headings[i].startsWith(">");
            row.add(new Cell(right[i] ? headings[i].substring(1) : headings[i], Style.HEADING));
        }
        rows.add(row);
    }

    public Table row(Cell... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /**
     * The table, line by line.
     *
     * @param colour whether styles are shown
     * @param width of the terminal; 0: unlimited
     */
    List<String> lines(boolean colour, int width) {
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        for (List<Cell> row : rows) {
            lines.add(line(row, widths, colour, width).stripTrailing());
        }
        return lines;
    }

    private int[] widths() {
        int[] widths = new int[right.length];
        for (List<Cell> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).text().length());
            }
        }
        return widths;
    }

    private String line(List<Cell> row, int[] widths, boolean colour, int width) {
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (int i = 0; i < row.size(); i++) {
            boolean last = i == row.size() - 1;
            Cell cell = row.get(i);
            String text = last ? cut(cell.text(), width - used, width) : cell.text();
            String padding = " ".repeat(Math.max(0, widths[i] - text.length()));
            String shown = colour ? cell.style().paint(text) : text;
            line.append(right[i] ? padding + shown : last ? shown : shown + padding);
            line.append(last ? "" : GAP);
            used += widths[i] + GAP.length();
        }
        return line.toString();
    }

    private static String cut(String text, int room, int width) {
        int longest = Math.max(NARROWEST_LAST, room);
        return width == 0 || text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
