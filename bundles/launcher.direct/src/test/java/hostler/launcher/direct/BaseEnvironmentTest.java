package hostler.launcher.direct;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceSpec;
import hostler.launcher.testkit.Script;
import hostler.os.api.Account;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseEnvironmentTest {
    @TempDir Path directory;
    private BaseEnvironment environment;

    @BeforeEach
    void write() throws Exception {
        Path passwd =
                Files.writeString(
                        directory.resolve("passwd"),
                        "# a comment\nroot:x:0:0:root:/root:/bin/sh\nweb:x:1000:1000::/srv/web:\n");
        environment = new BaseEnvironment(new PasswdFile(passwd), 0);
    }

    private ServiceSpec spec(Map<String, String> added) {
        return new Script("direct", directory, "", added, Optional.empty()).spec();
    }

    @Test
    void theAgentsOwnUserHasItsHome() {
        assertThat(environment.of(spec(Map.of()), Optional.empty()))
                .containsOnly(
                        Map.entry(
                                "PATH",
                                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
                        Map.entry("LANG", "C.UTF-8"),
                        Map.entry("HOSTLER_SERVICE", "script"),
                        Map.entry("HOME", "/root"),
                        Map.entry("USER", "root"),
                        Map.entry("LOGNAME", "root"));
    }

    @Test
    void anotherUserHasItsOwn() {
        assertThat(environment.of(spec(Map.of()), Optional.of(new Account(1000, 1000, List.of()))))
                .containsEntry("HOME", "/srv/web")
                .containsEntry("USER", "web");
    }

    @Test
    void userWithoutAnEntryHasNoHomeAndNotSomebodyElses() {
        assertThat(environment.of(spec(Map.of()), Optional.of(new Account(7, 7, List.of()))))
                .doesNotContainKeys("HOME", "USER", "LOGNAME");
    }

    @Test
    void whatThePackageSetsWins() {
        assertThat(environment.of(spec(Map.of("HOME", "/elsewhere")), Optional.empty()))
                .containsEntry("HOME", "/elsewhere")
                .containsEntry("USER", "root");
    }
}
