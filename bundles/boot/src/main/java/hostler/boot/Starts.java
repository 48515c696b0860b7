package hostler.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Counts, in {@code var/state/starts}, the starts in a row that did not settle: the agent neither
 * ran for {@link #SETTLED_AFTER} nor was ended in order. After {@value #LIMIT} of them the next one
 * is made in safe mode. What cannot be read or written counts as no failure: a full disk must not
 * keep anybody's plugins away.
 */
final class Starts {
    /** So many failed starts are one too many. */
    static final int LIMIT = 3;

    static final Duration SETTLED_AFTER = Duration.ofSeconds(60);

    private final Path file;
    private final int failed;

    private Starts(Path file, int failed) {
        this.file = file;
        this.failed = failed;
    }

    /** Counts the start that is being made, which failed until {@link #settled} is called. */
    static Starts begin(Path home) {
        Path file = home.resolve("var/state/starts");
        Starts starts = new Starts(file, read(file));
        starts.write(starts.failed + 1);
        return starts;
    }

    private static int read(Path file) {
        try {
            return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
        } catch (IOException | NumberFormatException e) {
            System.err.println("hostler: " + file + " is not readable and counts as 0: " + e);
            return 0;
        }
    }

    private void write(int count) {
        try {
            Files.writeString(file, count + "\n");
        } catch (IOException e) {
            System.err.println("hostler: this start is not counted in " + file + ": " + e);
        }
    }

    /** Whether this start is to be made without what was dropped in. */
    boolean tooManyFailed() {
        return failed >= LIMIT;
    }

    /** What an operator needs to know about safe mode. */
    String explanation() {
        return "safe mode: the last "
                + failed
                + " starts did not live for "
                + SETTLED_AFTER.toSeconds()
                + " s, so deploy/ is ignored and only shipped bundles run. Services are supervised."
                + " Mend what is in deploy/ and restart the agent, or give it --no-safe-mode";
    }

    /** It is a good start. */
    void settled() {
        write(0);
    }

    /** Calls {@link #settled} in due time, unless the process has ended by then. */
    void settleInTime() {
        Thread.ofVirtual().name("hostler-settled").start(this::waitAndSettle);
    }

    private void waitAndSettle() {
        try {
            Thread.sleep(SETTLED_AFTER);
            settled();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
