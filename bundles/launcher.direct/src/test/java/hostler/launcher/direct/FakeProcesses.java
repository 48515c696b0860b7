package hostler.launcher.direct;

import hostler.os.api.BirthRecord;
import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessTable;
import hostler.os.api.ProcessWatch;
import hostler.os.api.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Processes that live until {@link #end}, whatever they are sent. */
final class FakeProcesses implements ProcessTable, ProcessWatch {
    static final String BOOT = "boot";

    private final Set<ProcessIdentity> alive = ConcurrentHashMap.newKeySet();
    private final Map<ProcessIdentity, List<Runnable>> watchers = new ConcurrentHashMap<>();
    private final Consumer<Signal> onSignal;

    FakeProcesses(Consumer<Signal> onSignal) {
        this.onSignal = onSignal;
    }

    static ProcessIdentity process(int pid) {
        return new ProcessIdentity(BOOT, pid, pid);
    }

    void begin(ProcessIdentity identity) {
        alive.add(identity);
    }

    void end(ProcessIdentity identity) {
        alive.remove(identity);
        watchers.getOrDefault(identity, List.of()).forEach(Runnable::run);
    }

    @Override
    public String bootId() {
        return BOOT;
    }

    @Override
    public Optional<ProcessIdentity> identify(int pid) {
        return alive.stream().filter(identity -> identity.pid() == pid).findFirst();
    }

    @Override
    public boolean alive(ProcessIdentity identity) {
        return alive.contains(identity);
    }

    @Override
    public Optional<Instant> startedAt(ProcessIdentity identity) {
        return Optional.of(Instant.EPOCH);
    }

    @Override
    public boolean deserted(BirthRecord launch) {
        return false;
    }

    @Override
    public Set<ProcessIdentity> tree(BirthRecord launch) {
        return Set.copyOf(alive);
    }

    @Override
    public Optional<HeldProcess> hold(ProcessIdentity identity, Runnable onExit) {
        if (!alive(identity)) {
            return Optional.empty();
        }
        watchers.computeIfAbsent(identity, ignored -> new CopyOnWriteArrayList<>()).add(onExit);
        return Optional.of(new Fake(identity));
    }

    private final class Fake implements HeldProcess {
        private final ProcessIdentity identity;

        Fake(ProcessIdentity identity) {
            this.identity = identity;
        }

        @Override
        public ProcessIdentity identity() {
            return identity;
        }

        @Override
        public boolean alive() {
            return FakeProcesses.this.alive(identity);
        }

        @Override
        public boolean send(Signal signal) {
            onSignal.accept(signal);
            return alive();
        }

        @Override
        public void close() {}
    }
}
