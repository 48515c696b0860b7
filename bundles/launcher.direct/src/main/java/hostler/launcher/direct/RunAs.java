package hostler.launcher.direct;

import hostler.core.api.Startup;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.Prerequisites;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import java.util.List;
import java.util.Optional;

/** Whom a launch runs as. */
final class RunAs {
    private final Accounts accounts;

    RunAs(Accounts accounts) {
        this.accounts = accounts;
    }

    /**
     * The account; empty: the agent's own.
     *
     * @throws LaunchException when the user or the group does not exist, or the agent may not run
     *     anything as another; there is no fallback
     */
    Optional<Account> account(Startup startup) throws LaunchException {
        List<String> groups = startup.process().groups();
        if (startup.user().isEmpty() && startup.group().isEmpty() && groups.isEmpty()) {
            return Optional.empty();
        }
        int own = accounts.ownUid();
        Account account = Prerequisites.account(startup, accounts);
        if (own == 0) {
            return Optional.of(account);
        }
        if (account.uid() == own && startup.group().isEmpty() && groups.isEmpty()) {
            return Optional.empty();
        }
        throw new LaunchException(
                LaunchException.Kind.PERMANENT,
                "startup.user: cannot run as "
                        + startup.user().orElse("uid " + own)
                        + startup.group().map(group -> ":" + group).orElse("")
                        + " because the agent runs as uid "
                        + own
                        + " and only root may run services as others");
    }
}
