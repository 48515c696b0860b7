package hostler.os.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tmpfs for the time of a test; only root can have one. */
record TemporaryMount(Path path) implements AutoCloseable {

    static TemporaryMount of(Path path, String options) throws IOException {
        Files.createDirectories(path);
        run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path.toString());
        return new TemporaryMount(path);
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", path.toString());
    }

    private static void run(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
