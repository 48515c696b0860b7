package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.os.api.ControlGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupTreeTest {

    private static final String V1 =
            "33 30 0:29 / /sys/fs/cgroup/pids rw,relatime shared:5 - cgroup cgroup rw,pids\n";

    @TempDir Path directory;

    /** A machine whose hierarchy is mounted at this place, after these other mounts. */
    private CgroupTree tree(String before, String mountPoint) throws IOException {
        Path mountinfo = directory.resolve("mountinfo");
        Files.writeString(
                mountinfo,
                before + "36 30 0:30 / " + mountPoint + " rw shared:6 - cgroup2 cgroup2 rw\n");
        return new CgroupTree(mountinfo, directory.resolve("no-systemd"));
    }

    private Path hierarchy(String name) throws IOException {
        Path root = Files.createDirectory(directory.resolve(name));
        Files.createFile(root.resolve("cgroup.procs"));
        return root;
    }

    @Test
    void groupsAreUnderHostlerAtTheRootOfTheHierarchy() throws Exception {
        Path root = hierarchy("unified");
        try (CgroupTree tree = tree(V1, root.toString())) {
            assertThat(tree.obstacle()).isEmpty();
            assertThat(tree.place("web", "web.1")).contains(root.resolve("hostler/web.1"));
            assertThat(root.resolve("hostler")).doesNotExist();
        }
    }

    @Test
    void blanksAndBackslashesInTheMountPointAreRead() throws Exception {
        Path root = hierarchy("a b\\c");
        String escaped = root.toString().replace("\\", "\\134").replace(" ", "\\040");
        try (CgroupTree tree = tree("", escaped)) {
            assertThat(tree.place("web", "x")).contains(root.resolve("hostler/x"));
        }
    }

    @Test
    void withoutTheSecondVersionThereIsNone() throws Exception {
        Path mountinfo = Files.writeString(directory.resolve("mountinfo"), V1);
        try (CgroupTree tree = new CgroupTree(mountinfo, directory.resolve("no-systemd"))) {
            assertThat(tree.obstacle()).contains("no cgroup v2 hierarchy is mounted");
            assertThat(tree.place("web", "x")).isEmpty();
            assertThatThrownBy(() -> tree.create(directory.resolve("x")))
                    .hasMessageContaining("no cgroup v2 hierarchy is mounted");
        }
    }

    @Test
    void whereSystemdRunsTheMachineTheHierarchyIsItsAlone() throws Exception {
        try (CgroupTree tree = new CgroupTree(Path.of("/proc/self/mountinfo"), directory)) {
            assertThat(tree.obstacle().orElseThrow()).startsWith("systemd runs this machine");
        }
    }

    @Test
    void hierarchyThatCannotBeWrittenIsAnObstacle() throws Exception {
        Path root = Files.createDirectory(directory.resolve("readonly"));
        try (CgroupTree tree = tree("", root.toString())) {
            assertThat(tree.obstacle()).contains("the agent's user may not write to " + root);
        }
    }

    @Test
    void groupIsMadeOnceAndFoundAgain() throws Exception {
        try (CgroupTree tree = tree("", hierarchy("unified").toString())) {
            Path place = tree.place("web", "web.1").orElseThrow();
            assertThat(tree.find(place)).isEmpty();
            ControlGroup group = tree.create(place);

            assertThat(tree.create(place)).isEqualTo(group);
            assertThat(tree.find(place)).contains(group);
        }
    }

    @Test
    void groupsOfOthersAreNeverTouched() throws Exception {
        Path root = hierarchy("unified");
        try (CgroupTree tree = tree("", root.toString())) {
            tree.create(tree.place("web", "web.1").orElseThrow());
            Path stranger = Files.createDirectory(root.resolve("system.slice"));
            Path sneaked = root.resolve("hostler/../system.slice");

            assertThat(tree.find(stranger)).isEqualTo(Optional.empty());
            assertThat(tree.find(sneaked)).isEmpty();
            assertThat(tree.find(root.resolve("hostler/.."))).isEmpty();
            assertThatThrownBy(() -> tree.create(stranger)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> tree.place("web", "../x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
