package hostler.commands;

import hostler.os.api.ControlGroups;
import hostler.os.testkit.NoGroups;

class CommandsWithoutGroupsTest extends CommandsContract {
    @Override
    ControlGroups groups() {
        return new NoGroups();
    }
}
