package hostler.launcher.systemd;

import hostler.core.api.Startup;
import hostler.launcher.api.LaunchException;
import hostler.os.api.Accounts;
import hostler.systemd.NoOwnerException;
import hostler.systemd.UserUnit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** The managers of units on this machine, and which of them a package means. */
final class Scopes implements AutoCloseable {
    private final Accounts accounts;
    private final Path booted;
    private final Map<Scope, Systemd> connections = new ConcurrentHashMap<>();

    /** {@code booted} is there while systemd runs this machine, see sd_booted(3). */
    Scopes(Accounts accounts, Path booted) {
        this.accounts = accounts;
        this.booted = booted;
    }

    /** Why nothing can be done here; empty: systemd runs this machine. */
    Optional<String> obstacle() {
        return Files.isDirectory(booted)
                ? Optional.empty()
                : Optional.of("systemd does not run this machine (there is no " + booted + ")");
    }

    /**
     * Which manager a package means.
     *
     * @throws LaunchException when there is none, or this agent may not use it
     */
    Scope choose(Startup startup, UserUnit setting) throws LaunchException {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            throw Failures.permanent(
                    "startup.method: " + obstacle.get() + "; 'direct' starts a program without it");
        }
        OptionalInt owner = owner(startup, setting);
        return owner.isEmpty()
                ? Scope.SYSTEM
                : present(Scope.ofUser(owner.getAsInt()), startup.user().filter(it -> isRoot()));
    }

    private boolean isRoot() {
        return accounts.ownUid() == 0;
    }

    private OptionalInt owner(Startup startup, UserUnit setting) throws LaunchException {
        try {
            return setting.owner(startup.user(), accounts);
        } catch (NoOwnerException e) {
            throw new LaunchException(
                    LaunchException.Kind.PERMANENT, String.valueOf(e.getMessage()), e);
        }
    }

    private static Scope present(Scope scope, Optional<String> user) throws LaunchException {
        if (!Files.exists(scope.socket())) {
            throw Failures.transitory(
                    "systemd.user_unit: the service manager of uid "
                            + scope.word()
                            + " does not run (there is no "
                            + scope.socket()
                            + "); `loginctl enable-linger "
                            + user.orElse("the agent's user")
                            + "` keeps it running");
        }
        return scope;
    }

    /** The connection to a manager; one each. */
    Systemd at(Scope scope) {
        return connections.computeIfAbsent(scope, key -> new Systemd("unix:path=" + key.socket()));
    }

    @Override
    public void close() {
        connections.values().forEach(Systemd::close);
        connections.clear();
    }
}
