package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.ServiceSpec;
import hostler.launcher.api.LaunchException;
import hostler.launcher.testkit.Script;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementsTest {
    @TempDir Path directory;
    private final Requirements requirements = new Requirements(new Root());

    private record Root() implements Accounts {
        @Override
        public Account resolve(String user, Optional<String> group) {
            return new Account(0, 0, List.of());
        }

        @Override
        public int ownUid() {
            return 0;
        }
    }

    private void assertRefused(ServiceSpec spec, String word) {
        assertThatThrownBy(() -> requirements.check(spec, Scope.SYSTEM))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining(word);
    }

    private Script with(Map<String, String> environment) {
        return new Script("systemd", directory, "", environment, Optional.empty());
    }

    @Test
    void anOrdinaryPackageIsFine() {
        assertThatCode(
                        () ->
                                requirements.check(
                                        with(Map.of("A_1", "x\ny\t$%")).spec(), Scope.SYSTEM))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"in\nExecStart=x", "ends\\", "ends ", "bell\u0007"})
    void aPathNeverBecomesAnotherSetting(String name) throws Exception {
        Path odd = Files.createDirectory(directory.resolve(name));
        assertRefused(new Script("systemd", odd, "").spec(), odd.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A B", "A\nB"})
    void aVariableNeedsAName(String name) {
        assertRefused(with(Map.of(name, "x")).spec(), "startup.environment");
    }
}
