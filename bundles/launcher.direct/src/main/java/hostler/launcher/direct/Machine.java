package hostler.launcher.direct;

import hostler.os.api.Accounts;
import hostler.os.api.ControlGroups;
import hostler.os.api.LineWatch;
import hostler.os.api.ProcessTable;
import hostler.os.api.ProcessWatch;
import hostler.os.api.SpawnDoor;

/** The doors to the machine that a launch needs. */
record Machine(
        SpawnDoor spawn,
        ProcessWatch watch,
        ProcessTable table,
        ControlGroups groups,
        Accounts accounts,
        LineWatch lines) {}
