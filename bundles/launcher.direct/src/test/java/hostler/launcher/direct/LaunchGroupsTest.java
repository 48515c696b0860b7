package hostler.launcher.direct;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.os.api.ControlGroup;
import hostler.os.api.ControlGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchGroupsTest {
    private static final Path PLACE = Path.of("/sys/fs/cgroup/hostler/web-1");

    /** A hierarchy in which no more groups can be made. */
    private record Full(Optional<String> obstacle) implements ControlGroups {
        @Override
        public Path place(String name) {
            return PLACE.resolveSibling(name);
        }

        @Override
        public ControlGroup create(Path place) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public Optional<ControlGroup> find(Path place) {
            return Optional.empty();
        }
    }

    private static LaunchGroups groups(Optional<String> obstacle, boolean wanted) {
        LaunchGroups groups = new LaunchGroups(new Full(obstacle));
        groups.use(wanted);
        return groups;
    }

    @Test
    void aLaunchIsPromisedAGroupWhereItIsWantedAndPossible() {
        assertThat(groups(Optional.empty(), true).place("web-1")).contains(PLACE);
        assertThat(groups(Optional.empty(), false).place("web-1")).isEmpty();
        assertThat(groups(Optional.of("not root"), true).place("web-1")).isEmpty();
    }

    @Test
    void aLaunchRatherDoesWithoutThanNotAtAll() {
        LaunchGroups groups = groups(Optional.empty(), true);
        assertThat(groups.create(PLACE)).isEmpty();
        groups.remove(PLACE);
    }
}
