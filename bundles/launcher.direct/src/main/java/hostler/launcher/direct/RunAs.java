package hostler.launcher.direct;

import hostler.core.api.Startup;
import hostler.launcher.api.LaunchException;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.os.api.UnknownAccountException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks what can be known to be wrong before anything is started. */
final class Preflight {
    private final Accounts accounts;

    Preflight(Accounts accounts) {
        this.accounts = accounts;
    }

    /**
     * The program to run.
     *
     * @throws LaunchException when it is not there, not a file, or not executable
     */
    static Path executable(Startup startup) throws LaunchException {
        Path path = named(startup);
        if (!Files.exists(path)) {
            throw wrong("binary.path: " + path + " does not exist");
        }
        if (!Files.isRegularFile(path)) {
            throw wrong("binary.path: " + path + " is not a regular file");
        }
        if (!Files.isExecutable(path)) {
            throw wrong("binary.path: " + path + " is not executable; chmod +x makes it so");
        }
        return path;
    }

    /** The program that is named, wherever that leads. */
    static Path named(Startup startup) throws LaunchException {
        return startup.executable()
                .orElseThrow(
                        () ->
                                wrong(
                                        "binary.path: missing; a direct start needs the program's"
                                                + " path"));
    }

    /** The directory to run in, which must exist. */
    static Path workingDirectory(Startup startup) throws LaunchException {
        Path directory = startup.workingDirectory();
        if (!Files.isDirectory(directory)) {
            throw wrong("the working directory " + directory + " is not there");
        }
        return directory;
    }

    /**
     * Whom to run as; empty: the agent's own user.
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
        Account account = resolve(startup, startup.user().orElseGet(() -> String.valueOf(own)));
        if (own == 0) {
            return Optional.of(account);
        }
        if (account.uid() == own && startup.group().isEmpty() && groups.isEmpty()) {
            return Optional.empty();
        }
        throw wrong(
                "startup.user: cannot run as "
                        + startup.user().orElse("uid " + own)
                        + startup.group().map(group -> ":" + group).orElse("")
                        + " because the agent runs as uid "
                        + own
                        + " and only root may run services as others");
    }

    private Account resolve(Startup startup, String user) throws LaunchException {
        Account account = resolve("startup.user", user, startup.group());
        Set<Integer> groups = new LinkedHashSet<>(account.groups());
        for (String group : startup.process().groups()) {
            groups.add(resolve("startup.groups", user, Optional.of(group)).gid());
        }
        return new Account(account.uid(), account.gid(), List.copyOf(groups));
    }

    private Account resolve(String key, String user, Optional<String> group)
            throws LaunchException {
        try {
            return accounts.resolve(user, group);
        } catch (UnknownAccountException e) {
            throw new LaunchException(
                    LaunchException.Kind.PERMANENT, key + ": " + e.getMessage(), e);
        }
    }

    private static LaunchException wrong(String message) {
        return new LaunchException(LaunchException.Kind.PERMANENT, message);
    }
}
