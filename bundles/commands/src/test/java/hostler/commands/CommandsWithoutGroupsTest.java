package hostler.commands;

import hostler.os.api.ControlGroups;

class CommandsWithoutGroupsTest extends CommandsContract {
    @Override
    ControlGroups groups() {
        return new NoGroups();
    }
}
