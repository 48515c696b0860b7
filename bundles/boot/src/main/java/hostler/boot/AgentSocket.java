package hostler.boot;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Where the local sockets of an agent lie. The agent and the command line derive it from the
 * directory by this one rule, so that neither has to be told.
 */
public final class AgentSocket {
    /** Bytes of {@code sun_path} without its final NUL; see unix(7). */
    static final int LONGEST_PATH = 107;

    private static final int HASH_DIGITS = 16;

    private AgentSocket() {}

    /**
     * The path of a socket: {@code HOME/var/run/NAME}; where that is too long for a socket, {@code
     * /run/hostler/HASH-NAME}, or the same under {@code $XDG_RUNTIME_DIR} for another user than
     * root.
     *
     * @param home the agent's directory
     * @param name {@code agent.sock} or {@code console.sock}
     * @param environment of the process
     */
    public static Path of(Path home, String name, Map<String, String> environment) {
        Path canonical = home.toAbsolutePath().normalize();
        Path usual = canonical.resolve("var/run").resolve(name);
        if (usual.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH) {
            return usual;
        }
        String runtime = environment.get("XDG_RUNTIME_DIR");
        Path directory = Path.of(runtime == null ? "/run" : runtime, "hostler");
        return directory.resolve(hash(canonical) + "-" + name);
    }

    private static String hash(Path home) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(home.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
