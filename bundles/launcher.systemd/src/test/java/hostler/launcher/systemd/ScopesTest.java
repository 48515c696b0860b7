package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.Startup;
import hostler.launcher.api.LaunchException;
import hostler.launcher.testkit.Script;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.systemd.UserUnit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScopesTest {
    /** A uid without a service manager. */
    private static final int ELSEWHERE = 4_000_000;

    @TempDir Path temporary;

    private Scope choose(int own, UserUnit setting, Optional<String> user) throws Exception {
        return new Scopes(new OneUser(own), temporary).choose(startup(user), setting);
    }

    private Startup startup(Optional<String> user) {
        return new Script("systemd", temporary, "", Map.of(), user).spec().startup();
    }

    private record OneUser(int ownUid) implements Accounts {
        @Override
        public Account resolve(String user, Optional<String> group) {
            return new Account(ELSEWHERE, ELSEWHERE, List.of());
        }
    }

    @Test
    void aMachineWithoutSystemdSaysSo() {
        Path nowhere = temporary.resolve("nowhere");
        Scopes scopes = new Scopes(new OneUser(0), nowhere);
        assertThat(scopes.obstacle().orElseThrow()).contains(nowhere.toString());
        assertThatThrownBy(() -> scopes.choose(startup(Optional.empty()), UserUnit.AUTO))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining("systemd does not run this machine")
                .hasMessageContaining("direct");
    }

    @Test
    void rootMeansTheUnitsOfTheSystem() throws Exception {
        assertThat(choose(0, UserUnit.AUTO, Optional.empty())).isEqualTo(Scope.SYSTEM);
        assertThat(choose(0, UserUnit.FALSE, Optional.empty())).isEqualTo(Scope.SYSTEM);
    }

    @Test
    void anotherUserMeansItsOwnAndIsToldHowToKeepThemRunning() {
        assertThatThrownBy(() -> choose(ELSEWHERE, UserUnit.AUTO, Optional.empty()))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.TRANSIENT))
                .hasMessageContaining("/run/user/" + ELSEWHERE)
                .hasMessageContaining("enable-linger");
    }

    @Test
    void anotherUserMayNotUseTheUnitsOfTheSystem() {
        assertThatThrownBy(() -> choose(ELSEWHERE, UserUnit.FALSE, Optional.empty()))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining("systemd.user_unit");
    }

    @Test
    void userUnitsOfRootNeedAUser() {
        assertThatThrownBy(() -> choose(0, UserUnit.TRUE, Optional.empty()))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining("startup.user");
    }

    @Test
    void userUnitsOfRootAreThoseOfItsStartupUser() {
        assertThatThrownBy(() -> choose(0, UserUnit.TRUE, Optional.of("somebody")))
                .hasMessageContaining("/run/user/" + ELSEWHERE)
                .hasMessageContaining("somebody");
    }
}
