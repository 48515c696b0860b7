package hostler.launcher.systemd;

import java.util.Locale;

/** Whose units a package means: the setting {@code systemd.user_unit}. */
enum UserUnit {
    /** The system's for root, the user's own otherwise. */
    AUTO,
    /** The agent's own user's; for root those of {@code startup.user}. */
    TRUE,
    /** The system's. */
    FALSE;

    static UserUnit of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
