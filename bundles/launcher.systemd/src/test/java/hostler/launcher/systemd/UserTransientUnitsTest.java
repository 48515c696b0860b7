package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.ProcessSettings;
import hostler.launcher.api.LaunchException;
import hostler.launcher.testkit.Script;
import hostler.systemd.UserUnit;
import hostler.systemd.testkit.Bed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Units that leave no file, by the manager of a user. */
class UserTransientUnitsTest extends MadeUnitsContract {

    @BeforeAll
    static void user() throws Exception {
        UserUnitsTest.user();
    }

    /** What a test writes to it beforehand must not make it root's alone. */
    @BeforeEach
    void thereIsALogOfEverybody() throws Exception {
        Path log = Files.createFile(script("").log());
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    @Override
    CreateMode mode() {
        return CreateMode.TRANSIENT;
    }

    @Override
    UserUnit whose() {
        return UserUnit.TRUE;
    }

    @Override
    public Script script(String line) {
        return super.script(line).by(liar());
    }

    @Override
    public Optional<String> liar() {
        return Optional.of(UserUnitsTest.USER);
    }

    @Override
    String systemctl() throws Exception {
        String uid = Bed.run("id", "-u", UserUnitsTest.USER);
        return "XDG_RUNTIME_DIR=/run/user/%1$s setpriv --reuid=%1$s --regid=%1$s --init-groups"
                        .formatted(uid)
                + " systemctl --user";
    }

    @Test
    @Override
    public void theGroupsAreAddedToThoseOfTheUser() {
        ProcessSettings settings = new ProcessSettings(022, List.of(), List.of("daemon"));
        assertThatThrownBy(
                        () -> launcher().prepare(script("").with(settings).spec(), "with-groups"))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining("startup.groups");
    }
}
