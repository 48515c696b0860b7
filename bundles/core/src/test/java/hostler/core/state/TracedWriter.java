package hostler.core.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that writes as {@link DyingWriter} does, and dies when somebody else wants it: says the
 * thread that writes, and begins when it reads something: {@code DIRECTORY}.
 */
final class TracedWriter {
    private TracedWriter() {}

    public static void main(String[] arguments) throws IOException {
        StateStore store = StateStore.open(Path.of(arguments[0]));
        System.out.println(Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName());
        if (System.in.read() >= 0) {
            DyingWriter.writeForEver(store);
        }
    }
}
