package hostler.launcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.Startup;
import hostler.os.api.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrerequisitesTest {
    @TempDir Path directory;

    private Startup startup(Optional<Path> program) {
        return new Startup(
                "direct",
                "web",
                program,
                List.of(),
                Map.of(),
                directory.resolve("cwd"),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(1),
                Signal.TERM,
                Duration.ofSeconds(1));
    }

    private Path program(Path path) throws LaunchException {
        return Prerequisites.program(startup(Optional.of(path)));
    }

    private static void assertRefused(String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining(text);
    }

    @Test
    void theProgramMustBeNamed() {
        assertRefused(
                "binary.path: missing; startup.method direct needs",
                () -> Prerequisites.program(startup(Optional.empty())));
    }

    @Test
    void theProgramMustBeThereAndAFileAndExecutable() throws Exception {
        Path file = Files.createFile(directory.resolve("program"));
        assertRefused("/absent does not exist", () -> program(directory.resolve("absent")));
        assertRefused(directory + " is not a regular file", () -> program(directory));
        assertRefused(file + " is not executable", () -> program(file));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        assertThat(program(file)).isEqualTo(file);
    }

    @Test
    void theWorkingDirectoryMustBeThere() throws Exception {
        Startup startup = startup(Optional.empty());
        assertRefused("cwd is not there", () -> Prerequisites.workingDirectory(startup));
        Files.createDirectory(startup.workingDirectory());
        assertThat(Prerequisites.workingDirectory(startup)).isEqualTo(directory.resolve("cwd"));
    }
}
