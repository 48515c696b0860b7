package hostler.launcher.systemd;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Which manager of units: the system's, or that of a user.
 *
 * @param uid the user; empty: the system's
 */
record Scope(OptionalInt uid) {
    static final Scope SYSTEM = new Scope(OptionalInt.empty());

    private static final String SYSTEM_WORD = "system";

    static Scope ofUser(int uid) {
        return new Scope(OptionalInt.of(uid));
    }

    /** Reads what {@link #word} has written. */
    static Scope of(String word) {
        return word.equals(SYSTEM_WORD) ? SYSTEM : ofUser(Integer.parseInt(word));
    }

    /** How it is kept in a handle. */
    String word() {
        return uid.isPresent() ? String.valueOf(uid.getAsInt()) : SYSTEM_WORD;
    }

    boolean system() {
        return uid.isEmpty();
    }

    /** The socket where the manager itself speaks D-Bus, to root and to its own user. */
    Path socket() {
        return system()
                ? Path.of("/run/systemd/private")
                : Path.of("/run/user", word(), "systemd/private");
    }

    @Override
    public String toString() {
        return system() ? "the system's units" : "the units of uid " + word();
    }
}
