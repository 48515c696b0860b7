package hostler.boot;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where the sockets of an agent lie: in {@code var/run} of its home. The kernel takes paths of at
 * most 107 bytes (unix(7)); below a longer home the sockets lie in {@code $XDG_RUNTIME_DIR/hostler}
 * or {@code /run/hostler}, named after the first 16 hexadecimal digits of the SHA-256 of the home's
 * absolute normalized path. Agent and command line derive it by this one rule, so that neither has
 * to be told.
 *
 * @param home the directory of the agent
 * @param runtimeDirectory {@code $XDG_RUNTIME_DIR}, where it is set
 */
public record AgentSocket(Path home, @Nullable String runtimeDirectory) {
    private static final int LONGEST = 107;

    public AgentSocket {
        home = home.toAbsolutePath().normalize();
    }

    /** The socket for calls. */
    public Path calls() {
        return place("agent.sock", ".sock");
    }

    /** The socket of the console. */
    public Path console() {
        return place("console.sock", ".console.sock");
    }

    private Path place(String name, String suffix) {
        Path usual = home.resolve("var/run").resolve(name);
        if (usual.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
            return usual;
        }
        String base =
                runtimeDirectory == null || runtimeDirectory.isEmpty() ? "/run" : runtimeDirectory;
        return Path.of(base, "hostler", hash(home.toString()) + suffix);
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
