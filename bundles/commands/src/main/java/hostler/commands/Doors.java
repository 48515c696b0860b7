package hostler.commands;

import hostler.os.api.Accounts;
import hostler.os.api.ControlGroups;
import hostler.os.api.ProcessTable;
import hostler.os.api.ProcessWatch;
import hostler.os.api.SpawnDoor;

/** The doors to the machine that a command needs. */
record Doors(
        SpawnDoor spawn,
        ProcessWatch watch,
        ProcessTable table,
        ControlGroups groups,
        Accounts accounts) {}
