package hostler.launcher.direct;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceId;
import hostler.os.api.ControlGroup;
import hostler.os.api.ControlGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchGroupsTest {
    private static final Path PLACE = Path.of("/sys/fs/cgroup/hostler/web-1");

    private static final ServiceId WEB = new ServiceId("web");

    /** A hierarchy in which no more groups can be made. */
    private record Full(Optional<String> obstacle) implements ControlGroups {
        @Override
        public Optional<Path> place(String service, String name) {
            return obstacle.isEmpty() ? Optional.of(PLACE.resolveSibling(name)) : Optional.empty();
        }

        @Override
        public ControlGroup create(Path place) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public Optional<ControlGroup> find(Path place) {
            return Optional.empty();
        }

        @Override
        public void adopt(Path place) {}
    }

    private static LaunchGroups groups(Optional<String> obstacle, boolean wanted) {
        LaunchGroups groups = new LaunchGroups(new Full(obstacle));
        groups.use(wanted);
        return groups;
    }

    @Test
    void aLaunchIsPromisedAGroupWhereItIsWantedAndPossible() {
        assertThat(groups(Optional.empty(), true).place(WEB, "web-1")).contains(PLACE);
        assertThat(groups(Optional.empty(), false).place(WEB, "web-1")).isEmpty();
        assertThat(groups(Optional.of("not root"), true).place(WEB, "web-1")).isEmpty();
    }

    @Test
    void aLaunchRatherDoesWithoutThanNotAtAll() {
        LaunchGroups groups = groups(Optional.empty(), true);
        assertThat(groups.create(PLACE)).isEmpty();
        groups.remove(PLACE);
    }
}
