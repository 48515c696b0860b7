package hostler.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartsTest {
    @TempDir Path home;

    @BeforeEach
    void makeStateDirectory() throws IOException {
        Files.createDirectories(home.resolve("var/state"));
    }

    private Starts failed(int times) {
        for (int i = 0; i < times; i++) {
            Starts.begin(home);
        }
        return Starts.begin(home);
    }

    @Test
    void threeFailedStartsInARowAreTooMany() {
        assertThat(failed(Starts.LIMIT - 1).tooManyFailed()).isFalse();
        Starts next = Starts.begin(home);
        assertThat(next.tooManyFailed()).isTrue();
        assertThat(next.explanation()).contains("the last 3 starts", "--no-safe-mode");
    }

    @Test
    void oneGoodStartMakesUpForAllBeforeIt() {
        failed(Starts.LIMIT).settled();

        assertThat(Starts.begin(home).tooManyFailed()).isFalse();
    }

    @Test
    void aDamagedCountIsNoFailure() throws IOException {
        Files.write(home.resolve("var/state/starts"), new byte[] {-1, 0, 7});

        assertThat(Starts.begin(home).tooManyFailed()).isFalse();
        assertThat(home.resolve("var/state/starts")).hasContent("1");
    }

    @Test
    void withoutASettingThePluginsOfTheOperatorAreLookedFor() {
        assertThat(Settings.of(home, "1", ""))
                .containsEntry(
                        "felix.fileinstall.dir",
                        home.resolve("conf") + "," + home.resolve("deploy"))
                .doesNotContainKey("hostler.safe.mode");
        assertThat(Settings.of(home, "1", "why"))
                .containsEntry("felix.fileinstall.dir", home.resolve("conf").toString())
                .containsEntry("hostler.safe.mode", "why");
    }
}
