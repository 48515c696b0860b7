package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A program that behaves as any kind of service; {@code subject.c} says how. In C, so that two
 * hundred of them cost nothing.
 */
record Subject(Path program) {

    /** Compiles it. */
    static Subject in(Path directory) throws IOException, InterruptedException {
        Path source = directory.resolve("subject.c");
        Path program = directory.resolve("subject");
        try (InputStream resource = Subject.class.getResourceAsStream("/subject.c")) {
            Files.copy(resource, source);
        }
        Process cc =
                new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString())
                        .inheritIO()
                        .start();
        assertThat(cc.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(cc.exitValue()).as("cc").isZero();
        return new Subject(program);
    }

    /** A package that runs it in the package's own directory. */
    void install(Workspace workspace, String name, String startup, String arguments, String keys) {
        workspace.write(
                name,
                """
                {"package": "%s", "version": "1", "binary": {"path": "%s"},
                 "startup": {"autostart": true, "working_directory": ".", "args": [%s]%s}%s}
                """
                        .formatted(
                                name,
                                program,
                                arguments,
                                startup.isEmpty() ? "" : ", " + startup,
                                keys.isEmpty() ? "" : ", " + keys));
    }
}
