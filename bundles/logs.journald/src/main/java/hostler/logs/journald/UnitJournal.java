package hostler.logs.journald;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceSpec;
import hostler.os.api.Accounts;
import hostler.systemd.NoOwnerException;
import hostler.systemd.UnitName;
import hostler.systemd.UserUnit;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The entries of one unit in the journal, see systemd.journal-fields(7). Only what the unit's own
 * processes have written belongs to them, not what systemd says about it.
 *
 * @param unit which
 * @param user whose manager runs it; empty: the system's
 */
record UnitJournal(UnitName unit, OptionalInt user) {

    /**
     * The journal of a service's unit, decided as its launcher does. A name that the launcher
     * refuses just has no lines.
     *
     * @throws ServiceException FAILED_PRECONDITION when there is nobody whose unit it could be
     */
    static UnitJournal of(ServiceSpec spec, UserUnit whose, Accounts accounts)
            throws ServiceException {
        try {
            return new UnitJournal(
                    UnitName.escaped(spec.startup().unit()),
                    whose.owner(spec.startup().user(), accounts));
        } catch (NoOwnerException e) {
            throw new ServiceException(
                    Failure.FAILED_PRECONDITION,
                    "cannot tell the journal of " + spec.id() + ": " + e.getMessage(),
                    e);
        }
    }

    /** SD_MESSAGE_JOURNAL_DROPPED: journald tells that a unit wrote more than it may. */
    static final String DROPPED = "a596d6fe7bfa4994828e72309e95d61e";

    /** Matches for what the unit has written; each is a field and cannot be an option. */
    List<String> lines() {
        return user.isPresent()
                ? List.of("_SYSTEMD_USER_UNIT=" + unit, "_UID=" + user.getAsInt())
                : List.of("_SYSTEMD_UNIT=" + unit);
    }

    /** Matches for the same, and for where journald has dropped some of it. */
    List<String> linesAndDrops() {
        List<String> drops =
                user.isPresent()
                        ? List.of(
                                "OBJECT_SYSTEMD_USER_UNIT=" + unit, "OBJECT_UID=" + user.getAsInt())
                        : List.of("OBJECT_SYSTEMD_UNIT=" + unit);
        return Stream.of(lines(), List.of("+", "MESSAGE_ID=" + DROPPED), drops)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String toString() {
        return user.isPresent() ? unit + " of uid " + user.getAsInt() : unit.toString();
    }
}
