package hostler.launcher.systemd;

import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** The line in which the end of a launch is kept: {@code KIND NUMBER TIME VERDICT}. */
final class KeptExit {
    private static final String EXITED = "exited";
    private static final String KILLED = "killed";
    private static final String DUMPED = "dumped";
    private static final String UNKNOWN = "unknown";

    /** The last may have spaces, and is missing in what was written before there was one. */
    private static final int FIELDS = 4;

    private KeptExit() {}

    static String text(ExitRecord exit) {
        String how =
                switch (exit.status()) {
                    case ExitStatus.Exited(int code) -> EXITED + " " + code;
                    case ExitStatus.Killed(int signal, boolean dumped) ->
                            (dumped ? DUMPED : KILLED) + " " + signal;
                    case ExitStatus.Unknown() -> UNKNOWN + " 0";
                };
        return how + " " + exit.at() + " " + exit.verdict();
    }

    /**
     * Reads what {@link #text} has written.
     *
     * @throws IllegalArgumentException when that is something else
     */
    static ExitRecord read(String launchId, String line) {
        List<String> words = List.of(line.split(" ", FIELDS));
        if (words.size() < FIELDS - 1) {
            throw new IllegalArgumentException("'" + line + "' is not how a launch ended");
        }
        int number = Integer.parseInt(words.get(1));
        ExitStatus status =
                switch (words.getFirst()) {
                    case EXITED -> new ExitStatus.Exited(number);
                    case KILLED, DUMPED ->
                            new ExitStatus.Killed(number, words.getFirst().equals(DUMPED));
                    default -> new ExitStatus.Unknown();
                };
        String verdict = words.size() < FIELDS ? "" : words.getLast();
        return new ExitRecord(launchId, status, instant(words.get(2)), false, verdict);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is not a time", e);
        }
    }
}
