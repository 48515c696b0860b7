package hostler.os.api;

/**
 * A user as the user database has it, see passwd(5).
 *
 * @param name login name
 * @param home home directory as it is written there, whether it exists or not
 */
public record UserEntry(String name, String home) {}
