package hostler.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command finds around it.
 *
 * @param variables the environment variables
 * @param fallbackHome where an agent is looked for when nothing else says so; null: nowhere else
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param terminal whether standard output is a terminal
 */
public record Environment(
        Map<String, String> variables,
        @Nullable Path fallbackHome,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal) {

    /** The system property that names the fallback home; the start script sets it. */
    public static final String FALLBACK_HOME = "hostler.default.home";

    static Environment ofThisProcess(PrintStream out, PrintStream err) {
        String fallback = System.getProperty(FALLBACK_HOME, "");
        return new Environment(
                System.getenv(),
                fallback.isEmpty() ? null : Path.of(fallback),
                new FileInputStream(FileDescriptor.in),
                out,
                err,
                isTerminal());
    }

    /** By what descriptor 1 is (proc(5)): {@link System#console} would load a line editor. */
    private static boolean isTerminal() {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return device.startsWith("/dev/pts/")
                    || device.startsWith("/dev/tty")
                    || device.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** A variable that is set and not empty. */
    public @Nullable String variable(String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** On a terminal, unless the user said no (no-color.org) or the terminal cannot. */
    public boolean colour() {
        return terminal && variable("NO_COLOR") == null && !"dumb".equals(variables.get("TERM"));
    }

    /** The terminal's width; 0 when there is none or it is unknown. */
    public int width() {
        String columns = terminal ? variable("COLUMNS") : null;
        return columns != null && columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : 0;
    }
}
