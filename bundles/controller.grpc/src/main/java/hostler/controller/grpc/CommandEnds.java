package hostler.controller.grpc;

import hostler.os.api.ExitStatus;
import io.grpc.Status;
import java.util.Map;

/** How a command that failed is told, in the words of Go's os.ProcessState, which callers know. */
final class CommandEnds {
    /** Of the signals that end a process; see the table of Go's syscall package for Linux. */
    private static final Map<Integer, String> SIGNALS =
            Map.ofEntries(
                    Map.entry(1, "hangup"),
                    Map.entry(2, "interrupt"),
                    Map.entry(3, "quit"),
                    Map.entry(4, "illegal instruction"),
                    Map.entry(5, "trace/breakpoint trap"),
                    Map.entry(6, "aborted"),
                    Map.entry(7, "bus error"),
                    Map.entry(8, "floating point exception"),
                    Map.entry(9, "killed"),
                    Map.entry(10, "user defined signal 1"),
                    Map.entry(11, "segmentation fault"),
                    Map.entry(12, "user defined signal 2"),
                    Map.entry(13, "broken pipe"),
                    Map.entry(14, "alarm clock"),
                    Map.entry(15, "terminated"));

    private CommandEnds() {}

    /** The status of a command that did not end with 0. */
    static Status status(ExitStatus end) {
        return Status.UNKNOWN.withDescription("command finished with error: " + words(end));
    }

    private static String words(ExitStatus end) {
        return switch (end) {
            case ExitStatus.Exited(int code) -> "exit status " + code;
            case ExitStatus.Killed(int signal, boolean core) ->
                    "signal: " + name(signal) + (core ? " (core dumped)" : "");
            case ExitStatus.Unknown unknown -> unknown.describe();
        };
    }

    private static String name(int signal) {
        return SIGNALS.getOrDefault(signal, "signal " + signal);
    }
}
