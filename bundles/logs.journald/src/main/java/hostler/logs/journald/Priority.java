package hostler.logs.journald;

/** Levels as syslog numbers them, see syslog(3): a smaller number is worse. */
final class Priority {
    private static final int UNKNOWN = 3;

    private Priority() {}

    /** The number of a level; by the Controller's contract that of errors for an unknown one. */
    static int of(String level) {
        return switch (level) {
            case "emerg" -> 0;
            case "alert" -> 1;
            case "crit" -> 2;
            case "err", "error" -> 3;
            case "warn", "warning" -> 4;
            case "notice" -> 5;
            case "info" -> 6;
            case "debug" -> 7;
            default -> UNKNOWN;
        };
    }
}
