package hostler.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hostler.os.api.ControlGroups;
import hostler.os.linux.CgroupTree;
import org.junit.jupiter.api.AfterEach;

class CommandsInGroupsTest extends CommandsContract {
    private final CgroupTree tree = new CgroupTree();

    @Override
    ControlGroups groups() {
        if (System.getenv("CI") != null) {
            assertThat(tree.obstacle()).as("a cgroup can be made").isEmpty();
        }
        assumeTrue(tree.obstacle().isEmpty(), () -> "no cgroups here: " + tree.obstacle());
        return tree;
    }

    @AfterEach
    void closeTree() {
        tree.close();
    }
}
