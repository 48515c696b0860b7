package hostler.logs.journald;

import static java.nio.charset.StandardCharsets.UTF_8;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.os.api.UnknownAccountException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells a unit that is silent from one that is not there: for both the journal has nothing. Asked
 * only where nothing was found.
 */
final class KnownUnits {
    private static final String NAME = "systemctl";
    private static final String ABSENT = "not-found";
    private static final int LONGEST_ANSWER = 4 * 1024;

    private final Programs programs;
    private final Journalctl journalctl;
    private final Accounts accounts;
    private final boolean made;

    /**
     * @param made whether units are made for services, so that one without is just not started yet
     */
    KnownUnits(Programs programs, Journalctl journalctl, Accounts accounts, boolean made) {
        this.programs = programs;
        this.journalctl = journalctl;
        this.accounts = accounts;
        this.made = made;
    }

    /**
     * Looks for a unit in the journal, and asks its manager.
     *
     * @throws ServiceException NOT_FOUND when neither knows it
     */
    void check(ServiceId service, UnitJournal journal)
            throws ServiceException, InterruptedException {
        if (!journalctl.hasAny(journal) && !made && !loaded(journal)) {
            throw new ServiceException(
                    Failure.NOT_FOUND,
                    "the unit "
                            + journal
                            + " of service "
                            + service
                            + " is not found: systemd has none of that name, and the journal has"
                            + " nothing of it; startup.service_name in its package.json names the"
                            + " unit");
        }
    }

    private boolean loaded(UnitJournal journal) throws ServiceException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        if (journal.user().isPresent()) {
            arguments.add("--user");
        }
        arguments.addAll(
                List.of("show", "--property=LoadState", "--value", "--", journal.unit().full()));
        try (Program program = programs.start(NAME, arguments, runner(journal), Optional.empty())) {
            byte[] state = program.out().read(LONGEST_ANSWER);
            program.awaitSuccess();
            return !new String(state, UTF_8).strip().equals(ABSENT);
        } catch (IOException e) {
            throw new ServiceException(
                    Failure.UNAVAILABLE, "cannot read from " + NAME + ": " + e.getMessage(), e);
        }
    }

    /** The manager of a user hears that user only. */
    private Programs.Runner runner(UnitJournal journal) throws ServiceException {
        if (journal.user().isEmpty()) {
            return Programs.Runner.AGENT;
        }
        int uid = journal.user().getAsInt();
        return new Programs.Runner(account(uid), Map.of("XDG_RUNTIME_DIR", "/run/user/" + uid));
    }

    private Optional<Account> account(int uid) throws ServiceException {
        try {
            return uid == accounts.ownUid()
                    ? Optional.empty()
                    : Optional.of(accounts.resolve(String.valueOf(uid), Optional.empty()));
        } catch (UnknownAccountException e) {
            throw new ServiceException(
                    Failure.FAILED_PRECONDITION, "startup.user: " + e.getMessage(), e);
        }
    }
}
