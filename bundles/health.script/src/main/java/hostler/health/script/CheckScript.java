package hostler.health.script;

import hostler.core.api.HealthCheck;
import hostler.core.api.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Finds the script of a check, and refuses one that a stranger could have written. */
final class CheckScript {
    private CheckScript() {}

    /**
     * The file of {@code script_path}, with its links resolved; a relative path is below the
     * package's directory.
     *
     * @param ownUid 0: the agent is root, and what others may write it must not run
     * @throws ScriptRefused when it is missing, no file, or writable by others
     */
    static Path of(ServiceSpec spec, HealthCheck check, int ownUid) throws ScriptRefused {
        String text =
                check.setting("script_path")
                        .orElseThrow(() -> new ScriptRefused("healthcheck.script_path is missing"));
        Path script = spec.directory().resolve(text);
        if (!Files.exists(script)) {
            throw new ScriptRefused("the check script " + script + " does not exist");
        }
        if (!Files.isRegularFile(script)) {
            throw new ScriptRefused("the check script " + script + " is not a file");
        }
        try {
            return trusted(script.toRealPath(), ownUid);
        } catch (IOException e) {
            throw new ScriptRefused(
                    "the check script " + script + " cannot be looked at: " + e.getMessage());
        }
    }

    private static Path trusted(Path script, int ownUid) throws IOException, ScriptRefused {
        if (ownUid == 0
                && Files.getPosixFilePermissions(script)
                        .contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new ScriptRefused(
                    "the check script "
                            + script
                            + " is writable by everybody and is not run as long as it is: chmod o-w");
        }
        return script;
    }
}
