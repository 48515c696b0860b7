package hostler.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootMarkTest {
    @TempDir Path directory;

    private boolean renewed(String boot) throws IOException {
        Path kernel = Files.writeString(directory.resolve("kernel"), boot + "\n");
        return BootMark.renewed(kernel, directory.resolve("mark"));
    }

    @Test
    void theFirstRunIsNoRestartOfTheMachine() throws IOException {
        assertThat(renewed("one")).isFalse();
    }

    @Test
    void anotherBootIsTold() throws IOException {
        renewed("one");

        assertThat(renewed("one")).isFalse();
        assertThat(renewed("two")).isTrue();
        assertThat(renewed("two")).isFalse();
    }

    @Test
    void whatCannotBeReadIsNoRestart() {
        assertThat(BootMark.renewed(directory.resolve("none"), directory.resolve("mark")))
                .isFalse();
    }
}
