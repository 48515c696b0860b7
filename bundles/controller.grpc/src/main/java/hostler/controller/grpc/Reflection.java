package hostler.controller.grpc;

import java.util.Locale;

/** Who may ask the server which methods it has ({@code server.reflection}). */
enum Reflection {
    /** Callers on this machine. */
    LOCAL,
    /** Every caller. */
    TRUE,
    /** Nobody. */
    FALSE;

    /**
     * Reads the setting, in any case.
     *
     * @throws IllegalArgumentException naming the key, the value and what is expected
     */
    static Reflection named(String text) {
        for (Reflection value : values()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
                return value;
            }
        }
        throw new IllegalArgumentException(
                "server.reflection: expected local, true or false, not '" + text + "'");
    }

    boolean admits(Caller caller) {
        return this == TRUE || (this == LOCAL && caller.local());
    }
}
