package hostler.logs.journald;

import static java.nio.charset.StandardCharsets.UTF_8;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.os.api.OutputPipe;
import hostler.os.api.UnknownAccountException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells a unit that is silent from one that is not there, and from one that writes elsewhere: for
 * all of them the journal has nothing. Asked only where nothing was found.
 */
final class KnownUnits {
    private static final String NAME = "systemctl";
    private static final String LOADED = "LoadState";
    private static final String OUTPUT = "StandardOutput";
    private static final int LONGEST_ANSWER = 4 * 1024;

    private final Programs programs;
    private final Journalctl journalctl;
    private final Accounts accounts;

    KnownUnits(Programs programs, Journalctl journalctl, Accounts accounts) {
        this.programs = programs;
        this.journalctl = journalctl;
        this.accounts = accounts;
    }

    /**
     * Looks for a unit in the journal, and asks its manager.
     *
     * @throws ServiceException NOT_FOUND when neither knows it; FAILED_PRECONDITION when it does
     *     not write to the journal
     */
    void check(ServiceId service, UnitJournal journal)
            throws ServiceException, InterruptedException {
        if (journalctl.hasAny(journal)) {
            return;
        }
        Map<String, String> properties = properties(journal);
        if ("not-found".equals(properties.get(LOADED))) {
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
        String output = properties.getOrDefault(OUTPUT, "");
        if (output.matches("(null|file|append|truncate).*")) {
            throw new ServiceException(
                    Failure.FAILED_PRECONDITION,
                    "the unit "
                            + journal
                            + " of service "
                            + service
                            + " does not write to the journal: its StandardOutput= is "
                            + output);
        }
    }

    private Map<String, String> properties(UnitJournal journal)
            throws ServiceException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        if (journal.user().isPresent()) {
            arguments.add("--user");
        }
        arguments.addAll(
                List.of(
                        "show",
                        "--property=" + LOADED + "," + OUTPUT,
                        "--",
                        journal.unit().full()));
        try (Program program = programs.start(NAME, arguments, runner(journal), Optional.empty())) {
            Map<String, String> properties = parse(program.out());
            program.awaitSuccess();
            return properties;
        } catch (IOException e) {
            throw new ServiceException(
                    Failure.UNAVAILABLE, "cannot read from " + NAME + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> parse(OutputPipe pipe)
            throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        byte[] next = pipe.read(LONGEST_ANSWER);
        while (next.length > 0 && text.length() < LONGEST_ANSWER) {
            text.append(new String(next, UTF_8));
            next = pipe.read(LONGEST_ANSWER);
        }
        return text.toString()
                .lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, other) -> one));
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
