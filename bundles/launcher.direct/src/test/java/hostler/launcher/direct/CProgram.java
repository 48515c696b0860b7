package hostler.launcher.direct;

import java.io.IOException;
import java.nio.file.Path;

/** A C program among the tests' sources; the build has a compiler, for the keeper is one too. */
final class CProgram {
    private CProgram() {}

    /** Compiles {@code src/test/c/NAME.c} into a directory. */
    static Path compile(String name, Path directory) throws IOException, InterruptedException {
        Path source = Path.of("src/test/c", name + ".c").toAbsolutePath();
        Path program = directory.resolve(name);
        Process compiler =
                new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString())
                        .inheritIO()
                        .start();
        if (compiler.waitFor() != 0) {
            throw new AssertionError("cc does not compile " + source);
        }
        return program;
    }
}
