package hostler.health.script;

import hostler.health.api.CheckResult;
import hostler.os.api.ExitRecord;
import hostler.os.api.ExitStatus;
import java.util.Optional;

/** Says what the end of a script means. */
final class ScriptVerdict {
    private static final int LINE_LIMIT = 200;

    /** The two codes that every shell keeps for itself, see sh(1). */
    private static final int NOT_EXECUTABLE = 126;

    private static final int NOT_FOUND = 127;

    private ScriptVerdict() {}

    /**
     * The result of a run.
     *
     * @param exit empty when nobody knows how it ended
     * @param output what it printed
     */
    static CheckResult of(Optional<ExitRecord> exit, String output) {
        String line = firstLine(output);
        if (exit.isEmpty()) {
            return CheckResult.inconclusive("nobody knows how the check script ended" + line);
        }
        if (exit.get().deadlineExceeded()) {
            return CheckResult.critical("the check script timed out" + line);
        }
        return switch (exit.get().status()) {
            case ExitStatus.Exited(int code) when code == 0 -> CheckResult.ok("exit code 0" + line);
            case ExitStatus.Exited(int code) ->
                    CheckResult.critical("exit code " + code + hint(code) + line);
            case ExitStatus.Killed killed ->
                    CheckResult.critical("the check script was " + killed.describe() + line);
            case ExitStatus.Unknown unknown ->
                    CheckResult.inconclusive("the check script is " + unknown.describe() + line);
        };
    }

    private static String hint(int code) {
        return switch (code) {
            case NOT_EXECUTABLE -> " (a command in it is not executable)";
            case NOT_FOUND -> " (a command in it was not found)";
            default -> "";
        };
    }

    /** ": " and the first line that says something, without control characters. */
    private static String firstLine(String output) {
        return output.lines()
                .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
                .filter(line -> !line.isEmpty())
                .findFirst()
                .map(line -> line.length() > LINE_LIMIT ? line.substring(0, LINE_LIMIT) : line)
                .map(line -> ": " + line)
                .orElse("");
    }
}
