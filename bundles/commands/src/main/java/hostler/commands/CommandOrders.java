package hostler.commands;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.os.api.KeeperDuties;
import hostler.os.api.Output;
import hostler.os.api.SpawnOrder;
import hostler.os.api.UnknownAccountException;
import hostler.os.api.UserEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the text of a command into the order for its keeper. */
final class CommandOrders {
    /** One byte less than the kernel's MAX_ARG_STRLEN, for the zero at the end; see execve(2). */
    static final int LONGEST_TEXT = (128 << 10) - 1;

    private static final Path SHELL = Path.of("/bin/sh");
    private static final Path DIRECTORY = Path.of("/");
    private static final int UMASK = 0022;
    private static final String SEARCH_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Accounts accounts;

    CommandOrders(Accounts accounts) {
        this.accounts = accounts;
    }

    /**
     * Refuses what no shell can be given.
     *
     * @throws ServiceException INVALID_ARGUMENT
     */
    static void check(String text) throws ServiceException {
        if (text.isEmpty()) {
            throw invalid("command cannot be empty");
        }
        if (text.indexOf('\0') >= 0) {
            throw invalid("command contains a NUL character");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_TEXT) {
            throw invalid("command has " + bytes + " bytes; at most " + LONGEST_TEXT + " can be");
        }
    }

    private static ServiceException invalid(String message) {
        return new ServiceException(Failure.INVALID_ARGUMENT, message);
    }

    /**
     * The order for a text that was {@link #check checked}. The two dashes keep a text that begins
     * with one from being taken for options of the shell.
     *
     * @throws ServiceException FAILED_PRECONDITION when the user cannot be had
     */
    SpawnOrder order(
            String launchId,
            String text,
            CommandSettings settings,
            Path records,
            Optional<Path> cgroup)
            throws ServiceException {
        Optional<Account> account = account(settings.user());
        return new SpawnOrder(
                launchId,
                SHELL,
                List.of("-c", "--", text),
                environment(account),
                DIRECTORY,
                account,
                UMASK,
                new Output.Attached(),
                records,
                Optional.of(settings.timeout()),
                List.of(),
                new KeeperDuties(cgroup, false, Optional.empty(), false, Optional.empty()));
    }

    /** There is no fallback: whoever cannot become the user runs nothing. */
    private Optional<Account> account(Optional<String> user) throws ServiceException {
        if (user.isEmpty()) {
            return Optional.empty();
        }
        try {
            Account account = accounts.resolve(user.get(), Optional.empty());
            if (accounts.ownUid() != 0 && account.uid() != accounts.ownUid()) {
                throw refused(
                        "only root can run commands as "
                                + user.get()
                                + ", and the agent is uid "
                                + accounts.ownUid());
            }
            return Optional.of(account).filter(other -> accounts.ownUid() == 0);
        } catch (UnknownAccountException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static ServiceException refused(String why) {
        return new ServiceException(Failure.FAILED_PRECONDITION, "command.user: " + why);
    }

    /** Small, declared, and nothing of the agent's own. */
    private Map<String, String> environment(Optional<Account> account) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", SEARCH_PATH);
        environment.put("LANG", "C.UTF-8");
        int uid = account.map(Account::uid).orElseGet(accounts::ownUid);
        accounts.entry(uid).ifPresent(user -> environment.putAll(of(user)));
        return environment;
    }

    private static Map<String, String> of(UserEntry user) {
        return Map.of("USER", user.name(), "LOGNAME", user.name(), "HOME", user.home());
    }
}
