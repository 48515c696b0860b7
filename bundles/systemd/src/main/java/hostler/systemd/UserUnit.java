package hostler.systemd;

import hostler.os.api.Accounts;
import hostler.os.api.UnknownAccountException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Whose units a package means: the setting {@code systemd.user_unit}. */
public enum UserUnit {
    /** The system's for root, the user's own otherwise. */
    AUTO,
    /** The agent's own user's; for root those of {@code startup.user}. */
    TRUE,
    /** The system's. */
    FALSE;

    /**
     * Reads it as it stands in agent.yaml.
     *
     * @throws IllegalArgumentException when it is no such word
     */
    public static UserUnit of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * The uid whose service manager has the units; empty: it is the system's. Does not look whether
     * that manager runs. May block for the accounts.
     *
     * @param startupUser {@code startup.user} of the package
     * @throws NoOwnerException when there is nobody whose they could be
     */
    public OptionalInt owner(Optional<String> startupUser, Accounts accounts)
            throws NoOwnerException {
        int own = accounts.ownUid();
        return switch (this) {
            case AUTO -> own == 0 ? OptionalInt.empty() : OptionalInt.of(own);
            case TRUE -> OptionalInt.of(own == 0 ? uid(startupUser, accounts) : own);
            case FALSE -> system(own);
        };
    }

    /** Others than root may start none of them, and are not let see what they write. */
    private static OptionalInt system(int own) throws NoOwnerException {
        if (own != 0) {
            throw new NoOwnerException(
                    "systemd.user_unit: with 'false' the agent must be root, and it runs as uid "
                            + own
                            + "; 'auto' means the units of its own user");
        }
        return OptionalInt.empty();
    }

    private static int uid(Optional<String> startupUser, Accounts accounts)
            throws NoOwnerException {
        if (startupUser.isEmpty()) {
            throw new NoOwnerException(
                    "startup.user: missing; with systemd.user_unit: true it says whose units are"
                            + " meant");
        }
        try {
            return accounts.resolve(startupUser.get(), Optional.empty()).uid();
        } catch (UnknownAccountException e) {
            throw new NoOwnerException("startup.user: " + e.getMessage(), e);
        }
    }
}
