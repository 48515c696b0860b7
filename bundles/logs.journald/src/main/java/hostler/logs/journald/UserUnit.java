package hostler.logs.journald;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceSpec;
import hostler.os.api.Accounts;
import hostler.os.api.UnknownAccountException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code systemd.user_unit}: whose units are meant, decided as the systemd launcher does. */
enum UserUnit {
    /** The system's for root, the own user's for others. */
    AUTO,
    /** The own user's, for root those of {@code startup.user}. */
    TRUE,
    /** The system's. */
    FALSE;

    static UserUnit of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The journal of a service's unit. */
    UnitJournal journal(ServiceSpec spec, Accounts accounts) throws ServiceException {
        return new UnitJournal(UnitName.of(spec.startup().unit()), user(spec, accounts));
    }

    private OptionalInt user(ServiceSpec spec, Accounts accounts) throws ServiceException {
        int own = accounts.ownUid();
        return switch (this) {
            case AUTO -> own == 0 ? OptionalInt.empty() : OptionalInt.of(own);
            case TRUE -> OptionalInt.of(own == 0 ? startupUser(spec, accounts) : own);
            case FALSE -> system(spec, own);
        };
    }

    /** What others than root are not let see of it would look as if it had not been written. */
    private static OptionalInt system(ServiceSpec spec, int own) throws ServiceException {
        if (own != 0) {
            throw refused(
                    spec,
                    "systemd.user_unit: with 'false' the agent must be root, and it runs as uid "
                            + own);
        }
        return OptionalInt.empty();
    }

    private static int startupUser(ServiceSpec spec, Accounts accounts) throws ServiceException {
        String user =
                spec.startup()
                        .user()
                        .orElseThrow(
                                () ->
                                        refused(
                                                spec,
                                                "startup.user: missing; with systemd.user_unit: true it says"
                                                        + " whose units are meant"));
        try {
            return accounts.resolve(user, Optional.empty()).uid();
        } catch (UnknownAccountException e) {
            throw refused(spec, "startup.user: " + e.getMessage());
        }
    }

    private static ServiceException refused(ServiceSpec spec, String reason) {
        return new ServiceException(
                Failure.FAILED_PRECONDITION,
                "cannot tell the journal of " + spec.id() + ": " + reason);
    }
}
