package hostler.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hostler.core.api.ServiceSpec;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.LaunchListener;
import hostler.launcher.api.Launcher;
import hostler.launcher.api.Pausing;
import hostler.launcher.api.Recovered;
import hostler.launcher.api.Reloading;
import hostler.launcher.api.StopOrder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardedLauncherTest {
    private static final LaunchHandle HANDLE =
            new LaunchHandle(1, "bad", Specs.id("web"), "web.1", Map.of());

    private final GuardedLauncher guarded = new GuardedLauncher("bad", new BadLauncher());

    @Test
    void whatAPluginThrowsBeyondItsContractIsWorthAnotherTry() {
        assertThatExceptionOfType(LaunchException.class)
                .isThrownBy(() -> guarded.recover(HANDLE, (handle, exit) -> {}))
                .withMessageContaining("the launcher of type 'bad' failed to recover web.1")
                .withCauseInstanceOf(NoClassDefFoundError.class)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.TRANSIENT));
    }

    @Test
    void anAnswerOfNullIsAMistake() {
        assertThatExceptionOfType(LaunchException.class)
                .isThrownBy(() -> guarded.prepare(Specs.spec("web"), "web.1"))
                .withMessageContaining("it answered nothing");
    }

    @Test
    void whatCannotBeToldOfAnAbilityIsNone() {
        assertThat(guarded.pauses()).isFalse();
        assertThat(guarded.reloads()).isFalse();
        assertThatExceptionOfType(LaunchException.class)
                .isThrownBy(() -> guarded.reload(HANDLE))
                .withMessageContaining("the launcher of type 'bad' failed to reload web.1");
    }

    @Test
    void nothingDependsOnForgetting() {
        assertThatCode(() -> guarded.forget(HANDLE)).doesNotThrowAnyException();
    }

    private static final class BadLauncher implements Launcher {
        @Override
        public LaunchHandle prepare(ServiceSpec spec, String launchId) {
            return null;
        }

        @Override
        public Launch launch(LaunchHandle handle, ServiceSpec spec, LaunchListener listener) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public Recovered recover(LaunchHandle handle, LaunchListener listener) {
            throw new NoClassDefFoundError("on purpose");
        }

        @Override
        public void stop(LaunchHandle handle, StopOrder order) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public Optional<Pausing> pausing() {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public Optional<Reloading> reloading() {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void forget(LaunchHandle handle) {
            throw new IllegalStateException("on purpose");
        }
    }
}
