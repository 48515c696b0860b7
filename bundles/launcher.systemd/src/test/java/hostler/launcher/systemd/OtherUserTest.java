package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.api.ExitStatus;
import hostler.systemd.testkit.Bed;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An agent that is not root means the units of its own user. */
@Timeout(60)
class OtherUserTest {
    @TempDir Path temporary;

    @BeforeAll
    static void user() throws Exception {
        Bed.required();
        UserUnitsTest.user();
        readable(Path.of(System.getProperty("java.home")));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            readable(Path.of(entry).toAbsolutePath());
        }
    }

    /** The bed's copies of the directories that lead there may be entered by everybody. */
    private static void readable(Path path) throws Exception {
        for (Path each = path.getParent(); each != null; each = each.getParent()) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(each);
            if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
                Files.setPosixFilePermissions(each, permissions);
            }
        }
    }

    private static String asUser(String... command) throws Exception {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "setpriv",
                                "--reuid=" + UserUnitsTest.USER,
                                "--regid=" + UserUnitsTest.USER,
                                "--init-groups",
                                "--reset-env"));
        words.addAll(List.of(command));
        return Bed.run(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource(names = "NEVER", mode = EnumSource.Mode.EXCLUDE)
    void itsUnitsAreStartedAdoptedAndStopped(CreateMode mode) throws Exception {
        Bed.run("chown", UserUnitsTest.USER, temporary.toString());
        String said =
                asUser(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherUsersAgent.class.getName(),
                        mode.word(),
                        temporary.toString());
        assertThat(said.lines().filter(line -> line.startsWith("said: ")))
                .containsExactly("said: true", "said: " + new ExitStatus.Killed(15, false));
        assertThat(temporary.resolve("script.log")).content().isEqualTo(UserUnitsTest.USER + "\n");
    }
}
