package hostler.core.state;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Changes that become durable together, with one sync, or fail together. */
final class Batch {
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private boolean settled;
    private @Nullable String failure;
    private @Nullable IOException cause;

    void add(byte[] line) {
        lines.writeBytes(line);
    }

    byte[] bytes() {
        return lines.toByteArray();
    }

    boolean settled() {
        return settled;
    }

    void succeed() {
        settled = true;
    }

    void fail(String message, IOException why) {
        settled = true;
        failure = message;
        cause = why;
    }

    /** Throws the failure, anew for each of those who wait for it. */
    void report() throws IOException {
        if (failure != null) {
            throw new IOException(failure, cause);
        }
    }
}
