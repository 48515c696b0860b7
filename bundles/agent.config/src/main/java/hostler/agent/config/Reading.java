package hostler.agent.config;

import hostler.settings.Limits;
import hostler.settings.Place;
import hostler.settings.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What was found when the file was read: its bytes and what they say, or why there are none. */
final class Reading {
    private static final byte[] NOTHING = {};

    private final byte[] content;
    private final AgentFile.Parsed parsed;

    private Reading(byte[] content, AgentFile.Parsed parsed) {
        this.content = content;
        this.parsed = parsed;
    }

    /** Reads a file of an agent's directory; problems show it relative to that directory. */
    static Reading of(Path file, Path home) {
        String shown = home.relativize(file).toString();
        try {
            byte[] content = read(file);
            return new Reading(content, AgentFile.parse(shown, content, home));
        } catch (IOException e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            Problem problem = new Problem(Place.whole(shown), "", message, true);
            return new Reading(NOTHING, new AgentFile.Parsed(Optional.empty(), List.of(problem)));
        }
    }

    /** The bytes; one more than the limit is enough for the parser to refuse them. */
    private static byte[] read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("the file is gone");
        }
        // A FIFO in its place would block the reader for ever.
        if (!Files.isRegularFile(file)) {
            throw new IOException("not a regular file");
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(Limits.BYTES + 1);
        } catch (IOException e) {
            throw new IOException("cannot be read: " + e, e);
        }
        // Nobody writes an empty file on purpose; a full disk and a half-done copy do.
        if (content.length == 0) {
            throw new IOException("empty; a file of comments alone means the defaults");
        }
        return content;
    }

    byte[] content() {
        return content;
    }

    Optional<Settings> settings() {
        return parsed.settings();
    }

    List<String> problems() {
        return parsed.problems().stream().map(Problem::toString).toList();
    }

    /** Whether the same was found as another time. */
    boolean sameAs(Reading other) {
        return Arrays.equals(content, other.content) && problems().equals(other.problems());
    }
}
