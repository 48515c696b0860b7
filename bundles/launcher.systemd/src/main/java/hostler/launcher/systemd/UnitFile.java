package hostler.launcher.systemd;

import hostler.core.api.ServiceSpec;
import hostler.launcher.api.LaunchException;
import hostler.os.api.Accounts;
import hostler.os.api.FileDoor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Unit files that are written from a package, where systemd.unit(5) looks for those of the
 * administrator.
 */
final class UnitFile {
    private final FileDoor files;
    private final Accounts accounts;
    private final Path ofTheSystem;
    private final Path ofTheUser;

    /** The directories are those of the system's units and of the agent's own user's. */
    UnitFile(FileDoor files, Accounts accounts, Path ofTheSystem, Path ofTheUser) {
        this.files = files;
        this.accounts = accounts;
        this.ofTheSystem = ofTheSystem;
        this.ofTheUser = ofTheUser;
    }

    /** Where they are on this machine. */
    static UnitFile onThisMachine(FileDoor files, Accounts accounts) {
        return new UnitFile(
                files,
                accounts,
                Path.of("/etc/systemd/system"),
                Path.of(System.getProperty("user.home"), ".config/systemd/user"));
    }

    /**
     * Checks that the agent may write units of this scope.
     *
     * @throws LaunchException when they are those of another user
     */
    void check(Scope scope) throws LaunchException {
        directory(scope);
    }

    private Path directory(Scope scope) throws LaunchException {
        if (scope.system()) {
            return ofTheSystem;
        }
        if (scope.uid().orElseThrow() != accounts.ownUid()) {
            throw Failures.permanent(
                    "systemd.create: 'file' writes units of the system and of the agent's own user;"
                            + " 'transient' makes those of uid "
                            + scope.word());
        }
        return ofTheUser;
    }

    /** Writes it; systemd knows it after a reload. */
    void write(ServiceSpec spec, UnitRef unit, List<Setting> settings) throws LaunchException {
        Path file = directory(unit.scope()).resolve(unit.name().full());
        try {
            Files.createDirectories(directory(unit.scope()));
            files.replace(file, text(spec, settings).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new LaunchException(
                    LaunchException.Kind.TRANSIENT,
                    "cannot write the unit file " + file + ": " + e.getMessage(),
                    e);
        }
    }

    private static String text(ServiceSpec spec, List<Setting> settings) {
        return settings.stream()
                .map(Setting::line)
                .distinct()
                .collect(
                        Collectors.joining(
                                "\n",
                                "# Written by Hostler from "
                                        + FileText.quoted(spec.source().toString())
                                        + " at every start.\n[Unit]\nDescription=Hostler: "
                                        + spec.id().name()
                                        + "\n\n[Service]\n",
                                "\n"));
    }

    /** Removes it. */
    void remove(UnitRef unit) throws LaunchException {
        Path file = directory(unit.scope()).resolve(unit.name().full());
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LaunchException(
                    LaunchException.Kind.TRANSIENT,
                    "cannot remove the unit file " + file + ": " + e.getMessage(),
                    e);
        }
    }
}
