package hostler.launcher.api;

import hostler.core.api.Startup;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.os.api.UnknownAccountException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What must be there before a program can be launched, asked in the same words by every launcher.
 * On any thread; looks at the file system, and may block as long as that and the machine's accounts
 * do. What is missing is permanent: nothing changes until somebody does something.
 */
public final class Prerequisites {
    private Prerequisites() {}

    /**
     * The program to run.
     *
     * @throws LaunchException when none is named, or it is not there, not a file or not executable
     */
    public static Path program(Startup startup) throws LaunchException {
        Path path = named(startup);
        if (!Files.exists(path)) {
            throw missing("binary.path: " + path + " does not exist");
        }
        if (!Files.isRegularFile(path)) {
            throw missing("binary.path: " + path + " is not a regular file");
        }
        if (!Files.isExecutable(path)) {
            throw missing("binary.path: " + path + " is not executable; chmod +x makes it so");
        }
        return path;
    }

    /**
     * The program that is named, whatever is there.
     *
     * @throws LaunchException when none is named
     */
    public static Path named(Startup startup) throws LaunchException {
        return startup.executable()
                .orElseThrow(
                        () ->
                                missing(
                                        "binary.path: missing; startup.method "
                                                + startup.method()
                                                + " needs the program's path"));
    }

    /**
     * The directory to run in.
     *
     * @throws LaunchException when it is not there
     */
    public static Path workingDirectory(Startup startup) throws LaunchException {
        Path directory = startup.workingDirectory();
        if (!Files.isDirectory(directory)) {
            throw missing("the working directory " + directory + " is not there");
        }
        return directory;
    }

    /**
     * Whom {@code startup.user}, {@code .group} and {@code .groups} name; without a user the
     * agent's own. Whether the agent may run anything as that account is another question.
     *
     * @throws LaunchException when the user or a group does not exist; there is no fallback
     */
    public static Account account(Startup startup, Accounts accounts) throws LaunchException {
        String user = startup.user().orElseGet(() -> String.valueOf(accounts.ownUid()));
        Account account = resolve(accounts, "startup.user", user, startup.group());
        Set<Integer> groups = new LinkedHashSet<>(account.groups());
        for (String group : startup.process().groups()) {
            groups.add(resolve(accounts, "startup.groups", user, Optional.of(group)).gid());
        }
        return new Account(account.uid(), account.gid(), List.copyOf(groups));
    }

    private static Account resolve(
            Accounts accounts, String key, String user, Optional<String> group)
            throws LaunchException {
        try {
            return accounts.resolve(user, group);
        } catch (UnknownAccountException e) {
            throw new LaunchException(
                    LaunchException.Kind.PERMANENT, key + ": " + e.getMessage(), e);
        }
    }

    private static LaunchException missing(String message) {
        return new LaunchException(LaunchException.Kind.PERMANENT, message);
    }
}
