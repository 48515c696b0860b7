package hostler.launcher.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A program for scripts that speaks sd_notify(3); compiled by the machine's C compiler. */
final class SayProgram {
    private SayProgram() {}

    /** The program, in an existing directory; without a compiler the test is skipped. */
    static Path in(Path directory) throws IOException, InterruptedException {
        Path program = directory.resolve("say");
        if (Files.exists(program)) {
            return program;
        }
        boolean compiled = compile(directory.resolve("say.c"), program);
        if (System.getenv("CI") != null) {
            assertThat(compiled).as("cc compiles").isTrue();
        }
        assumeTrue(compiled, "there is no C compiler (cc)");
        return program;
    }

    private static boolean compile(Path source, Path program)
            throws IOException, InterruptedException {
        try (InputStream text = SayProgram.class.getResourceAsStream("say.c")) {
            Files.write(source, Objects.requireNonNull(text, "say.c").readAllBytes());
        }
        try {
            return new ProcessBuilder("cc", "-o", program.toString(), source.toString())
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noCompiler) {
            return false;
        }
    }
}
