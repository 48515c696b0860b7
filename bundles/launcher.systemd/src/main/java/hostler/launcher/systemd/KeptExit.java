package hostler.launcher.systemd;

import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** The line in which the end of a launch is kept: {@code KIND NUMBER TIME}. */
final class KeptExit {
    private static final String EXITED = "exited";
    private static final String KILLED = "killed";
    private static final String DUMPED = "dumped";
    private static final String UNKNOWN = "unknown";

    private KeptExit() {}

    static String text(ExitRecord exit) {
        String how =
                switch (exit.status()) {
                    case ExitStatus.Exited(int code) -> EXITED + " " + code;
                    case ExitStatus.Killed(int signal, boolean dumped) ->
                            (dumped ? DUMPED : KILLED) + " " + signal;
                    case ExitStatus.Unknown() -> UNKNOWN + " 0";
                };
        return how + " " + exit.at();
    }

    /**
     * Reads what {@link #text} has written.
     *
     * @throws IllegalArgumentException when that is something else
     */
    static ExitRecord read(String launchId, String line) {
        List<String> words = List.of(line.split(" ", -1));
        if (words.size() != 3) {
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
        return new ExitRecord(launchId, status, instant(words.get(2)), false);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is not a time", e);
        }
    }
}
