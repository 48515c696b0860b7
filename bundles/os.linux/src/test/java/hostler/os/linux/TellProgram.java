package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** The program of {@code src/test/c/tell.c}; the keeper needs a C compiler anyway. */
final class TellProgram {

    private TellProgram() {}

    static void compileInto(Path directory) throws Exception {
        String output = directory.resolve("tell").toString();
        Process cc =
                new ProcessBuilder("cc", "-O1", "-Wall", "-o", output, "src/test/c/tell.c")
                        .inheritIO()
                        .start();
        assertThat(cc.waitFor()).isZero();
    }
}
