package hostler.itest;

import hostler.systemd.testkit.Bed;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A manager of units in the bed, as its owner speaks to it.
 *
 * @param user whose; empty: the system's
 * @param unitFile the agent's unit as it is shipped
 * @param units where unit files are put
 * @param home the directory that the shipped unit gives the agent
 */
record UnitManager(String user, String unitFile, Path units, Path home) {
    private static final String USER = "hostler-bed";

    /** SD_MESSAGE_UNIT_STOPPED. */
    private static final String STOPPED = "MESSAGE_ID=9d1aaa27d60140bd96365438aad20286";

    private static final String STAMP = "_SOURCE_REALTIME_TIMESTAMP=";

    static UnitManager system() {
        return new UnitManager(
                "",
                "systemd/hostler.service",
                Path.of("/etc/systemd/system"),
                Path.of("/var/lib/hostler"));
    }

    /** That of a user who lingers; there is no logind in the bed. */
    static UnitManager ofAUser() throws Exception {
        Bed.run(
                "sh",
                "-c",
                "id $0 || useradd --system --create-home $0; uid=$(id -u $0);"
                        + " mkdir -p /run/user/$uid; chmod 700 /run/user/$uid;"
                        + " chown $0: /run/user/$uid; systemctl start user@$uid.service",
                USER);
        Path own = Path.of(Bed.run("sh", "-c", "echo ~" + USER));
        return new UnitManager(
                USER,
                "systemd/user/hostler.service",
                own.resolve(".config/systemd/user"),
                own.resolve(".local/state/hostler"));
    }

    /** Runs systemctl on it; the test fails when that fails. */
    String systemctl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(asOwner());
        command.addAll(List.of(arguments));
        return Bed.run(command.toArray(String[]::new));
    }

    private List<String> asOwner() throws Exception {
        return user.isEmpty()
                ? List.of("systemctl")
                : List.of(
                        "setpriv",
                        "--reuid=" + user,
                        "--regid=" + user,
                        "--clear-groups",
                        "env",
                        "XDG_RUNTIME_DIR=/run/user/" + Bed.run("id", "-u", user),
                        "systemctl",
                        "--user");
    }

    /** One property of a unit. */
    String property(String unit, String name) throws Exception {
        return systemctl("show", unit, "-P", name);
    }

    /** When it has stopped a unit last, by its own word in the journal. */
    Instant stopped(String unit) throws Exception {
        Bed.run("journalctl", "--sync");
        String word =
                Bed.run(
                        "journalctl",
                        "--quiet",
                        "--output=export",
                        "--output-fields=_SOURCE_REALTIME_TIMESTAMP",
                        "--lines=1",
                        STOPPED,
                        (user.isEmpty() ? "UNIT=" : "USER_UNIT=") + unit);
        long micros =
                word.lines()
                        .filter(line -> line.startsWith(STAMP))
                        .mapToLong(line -> Long.parseLong(line.substring(STAMP.length())))
                        .findFirst()
                        .orElseThrow();
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Gives what is below a directory to its owner. */
    void own(Path directory) throws Exception {
        if (!user.isEmpty()) {
            Bed.run("chown", "-R", user + ":", directory.toString());
        }
    }
}
