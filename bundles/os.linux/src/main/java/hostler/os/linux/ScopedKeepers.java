package hostler.os.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keepers that wait in scopes of systemd, one in each: it has the next order of that service, and
 * until then the scope lives, which ends with its last process. They are at its root, above the
 * groups of the launches: who ends the scope signals them first (as systemd does), so that none
 * takes an order because of a service that was just ended on purpose. Any thread may call; what
 * blocks does so for some hundred microseconds.
 */
final class ScopedKeepers implements AutoCloseable {

    private final Path program;
    private final Map<Path, KeeperPool> pools = new ConcurrentHashMap<>();

    ScopedKeepers(Path program) {
        this.program = program;
    }

    /** Those that wait in the same scope as this group is in. */
    Optional<KeeperPool> beside(Path group) {
        return Optional.ofNullable(group.getParent()).map(pools::get);
    }

    /** Whether one waits in this scope, which lives then. */
    boolean waitIn(Path scope) throws IOException {
        KeeperPool pool = pools.get(scope);
        return pool != null && pool.ready();
    }

    /** Has one wait in a scope that lives, until {@link #leave}. */
    void enter(Path scope) throws IOException {
        KeeperPool pool = new KeeperPool(program, Optional.of(scope));
        pool.makeReady();
        if (!pool.ready()) {
            throw new IOException("no keeper can be started in the cgroup " + scope);
        }
        replaced(pools.put(scope, pool));
    }

    /** None waits in this scope any more. */
    void leave(Path scope) {
        replaced(pools.remove(scope));
    }

    private static void replaced(@Nullable KeeperPool pool) {
        if (pool != null) {
            pool.close();
        }
    }

    /** One that waits where the agent lives: a scope is made of a process that is there. */
    WaitingKeeper outside() throws IOException {
        return WaitingKeeper.start(program, Optional.empty(), Optional.empty());
    }

    @Override
    public void close() {
        pools.values().forEach(KeeperPool::close);
        pools.clear();
    }
}
