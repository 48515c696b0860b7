package hostler.launcher.systemd;

import hostler.core.api.ServiceKind;
import hostler.core.api.ServiceSpec;
import hostler.core.api.Startup;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.Prerequisites;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What must hold before a unit is made from a package. */
final class Requirements {

    /** What systemd.exec(5) takes as the name of a variable. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** And what it does not take in a value. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}&&[^\t\n]]");

    private static final Pattern ONE_LINE = Pattern.compile("(\\P{Cntrl}*[^\\p{Cntrl}\\\\ ])?");

    private final Accounts accounts;

    Requirements(Accounts accounts) {
        this.accounts = accounts;
    }

    /**
     * Checks everything.
     *
     * @throws LaunchException that names the key of the package.json
     */
    void check(ServiceSpec spec, Scope scope) throws LaunchException {
        Prerequisites.program(spec.startup());
        Prerequisites.workingDirectory(spec.startup());
        lines(spec);
        environment(spec.startup().environment());
        user(spec.startup(), scope);
    }

    /** What goes to the end of a line of a unit file must not go beyond it. */
    private static void lines(ServiceSpec spec) throws LaunchException {
        for (Path path : List.of(spec.startup().workingDirectory(), spec.logging().file())) {
            line(path.toString());
        }
        if (spec.startup().kind() instanceof ServiceKind.Forking(Optional<Path> pidFile)) {
            line(pidFile.map(Path::toString).orElse(""));
        }
    }

    private static void line(String path) throws LaunchException {
        if (!ONE_LINE.matcher(path).matches()) {
            throw Failures.permanent(
                    "a unit cannot hold the path '"
                            + path
                            + "': it has control characters, or ends in a backslash or a space");
        }
    }

    private static void environment(Map<String, String> environment) throws LaunchException {
        for (Map.Entry<String, String> each : environment.entrySet()) {
            if (!VARIABLE.matcher(each.getKey()).matches()
                    || UNPRINTABLE.matcher(each.getValue()).find()) {
                throw Failures.permanent(
                        "startup.environment: systemd cannot give '"
                                + each.getKey()
                                + "' to a unit; its name must match "
                                + VARIABLE
                                + ", and its value have no control characters");
            }
        }
    }

    /**
     * Whom the unit is to name as its user; empty in a user's manager, which runs as nobody else.
     *
     * @throws LaunchException when user or group does not exist, or is not the manager's
     */
    Optional<String> user(Startup startup, Scope scope) throws LaunchException {
        String user = startup.user().orElseGet(() -> String.valueOf(accounts.ownUid()));
        Account account = Prerequisites.account(startup, accounts);
        if (scope.system()) {
            return Optional.of(user);
        }
        if (!startup.process().groups().isEmpty()) {
            throw Failures.permanent(
                    "startup.groups: " + scope + " have the groups of that user, and no others");
        }
        if (account.uid() != scope.uid().orElseThrow() || startup.group().isPresent()) {
            throw Failures.permanent(
                    "startup.user: "
                            + scope
                            + " run as that user and its group, and not as "
                            + user
                            + startup.group().map(group -> ":" + group).orElse(""));
        }
        return Optional.empty();
    }
}
