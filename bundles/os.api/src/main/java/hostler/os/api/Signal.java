package hostler.os.api;

import java.util.Locale;

/** The signals an agent sends, with their Linux numbers (signal(7)). */
public enum Signal {
    HUP(1),
    INT(2),
    QUIT(3),
    ABRT(6),
    KILL(9),
    USR1(10),
    USR2(12),
    TERM(15),
    CONT(18),
    STOP(19);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /** The number the kernel knows it by on Linux. */
    public int number() {
        return number;
    }

    /**
     * Reads a signal's name, with or without {@code SIG}, in any case.
     *
     * @throws IllegalArgumentException when there is no such signal here; the message lists those
     *     there are
     */
    public static Signal named(String name) {
        String bare = name.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
        for (Signal signal : values()) {
            if (signal.name().equals(bare)) {
                return signal;
            }
        }
        throw new IllegalArgumentException(
                "unknown signal '" + name + "'; known are " + java.util.List.of(values()));
    }
}
