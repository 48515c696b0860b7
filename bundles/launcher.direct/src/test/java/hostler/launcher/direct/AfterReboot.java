package hostler.launcher.direct;

import hostler.os.api.BirthRecord;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessTable;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The processes of this machine, as if it had been booted again. */
record AfterReboot(ProcessTable before) implements ProcessTable {
    @Override
    public String bootId() {
        return "another " + before.bootId();
    }

    @Override
    public Optional<ProcessIdentity> identify(int pid) {
        return before.identify(pid);
    }

    @Override
    public boolean alive(ProcessIdentity identity) {
        return before.alive(identity);
    }

    @Override
    public Optional<Instant> startedAt(ProcessIdentity identity) {
        return before.startedAt(identity);
    }

    @Override
    public boolean deserted(BirthRecord launch) {
        return false;
    }

    @Override
    public Set<ProcessIdentity> tree(BirthRecord launch) {
        return before.tree(launch);
    }
}
