package hostler.launcher.systemd;

import java.util.Locale;

/** Where the units come from: the setting {@code systemd.create}. */
enum CreateMode {
    /** They are there; nothing but start and stop is asked of them. */
    NEVER,
    /** Made for each launch from the package, without a file of ours. */
    TRANSIENT,
    /** Written as a unit file from the package. */
    FILE;

    static CreateMode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the unit is ours to define and to take away again. */
    boolean makes() {
        return this != NEVER;
    }
}
