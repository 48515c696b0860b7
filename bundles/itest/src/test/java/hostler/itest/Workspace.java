package hostler.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The workspace of a test's agent: writes packages the way an operator would. */
record Workspace(Path directory) {

    /** A service that runs a shell script. */
    Workspace shell(String name, String script, String otherKeys) {
        write(
                name,
                """
                {"package": "%s", "version": "1.0.0", "binary": {"path": "run"},
                 "startup": {"method": "direct", "autostart": true, "stop_timeout": "2s"}%s}
                """
                        .formatted(name, otherKeys.isEmpty() ? "" : ", " + otherKeys));
        return script(name, "run", script);
    }

    /** A service that sleeps. */
    Workspace sleeper(String name, String otherKeys) {
        return shell(name, "exec sleep 100000", otherKeys);
    }

    /** A service with a configuration file, that does not survive it when "broken" stands in it. */
    Workspace configured(String name, String content) {
        shell(
                name,
                "cd \"$(dirname \"$0\")\"; grep -q broken settings.conf && exit 1; exec sleep 100000",
                "\"config\": {\"directory\": \".\", \"main_file\": \"settings.conf\","
                        + " \"soak\": \"2s\"}");
        try {
            Files.writeString(settings(name), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration file of such a service. */
    Path settings(String name) {
        return directory.resolve(name).resolve("settings.conf");
    }

    /** A script beside a package.json. */
    Workspace script(String name, String file, String script) {
        try {
            Path path = directory.resolve(name).resolve(file);
            Files.writeString(path, "#!/bin/sh\n" + script + "\n");
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A package.json as it is; replaced by rename. */
    Workspace write(String name, String json) {
        try {
            Path folder = Files.createDirectories(directory.resolve(name));
            Path fresh = Files.writeString(folder.resolve("package.json.new"), json);
            Files.move(fresh, folder.resolve("package.json"), StandardCopyOption.ATOMIC_MOVE);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
