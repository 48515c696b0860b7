package hostler.os.linux;

import hostler.os.api.ControlGroup;
import hostler.os.api.ServiceScopes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups in scopes of systemd, one scope a service: its launches have the groups, its keepers are
 * above them. The keeper of the next launch waits there, so the scope lives as long as there is a
 * group of a launch, and no launch but the first has to ask systemd for anything.
 */
final class ScopedGroups implements GroupHome {

    private static final Logger LOG = LoggerFactory.getLogger(ScopedGroups.class);

    private static final Pattern IN_A_SCOPE =
            Pattern.compile("(.+/)?hostler\\.slice/hostler-[^/]+\\.scope/[^/]+");

    /** Services that are started at the same time seldom wait for each other. */
    private static final int LOCKS = 64;

    private final Path root;
    private final ArrivingScopes scopes;
    private final ScopedKeepers keepers;
    private final NativeLane lane;
    private final List<Object> locks =
            IntStream.range(0, LOCKS).mapToObj(each -> new Object()).toList();

    /** {@code root} is where the hierarchy is mounted. */
    ScopedGroups(Path root, ArrivingScopes scopes, ScopedKeepers keepers, NativeLane lane) {
        this.root = root;
        this.scopes = scopes;
        this.keepers = keepers;
        this.lane = lane;
    }

    @Override
    public Optional<String> obstacle() {
        Optional<ServiceScopes> there = scopes.await();
        return there.isPresent()
                ? there.get().obstacle()
                : Optional.of(
                        "systemd runs this machine, and no bundle is there that has it make"
                                + " scopes");
    }

    @Override
    public Optional<Path> place(String service, String name) {
        return scopes.await()
                .filter(there -> there.obstacle().isEmpty())
                .flatMap(there -> there.group(service))
                .map(scope -> root.resolve(scope).resolve(name));
    }

    /** {@inheritDoc} Whoever made it: an earlier agent may have run under another manager. */
    @Override
    public boolean owns(Path place) {
        return place.equals(place.normalize())
                && place.startsWith(root)
                && IN_A_SCOPE.matcher(root.relativize(place).toString()).matches();
    }

    private static Path scope(Path place) {
        return Objects.requireNonNull(place.getParent());
    }

    private Object lock(Path scope) {
        return locks.get(Math.floorMod(scope.hashCode(), LOCKS));
    }

    @Override
    public ControlGroup create(Path place) throws IOException {
        Path scope = scope(place);
        synchronized (lock(scope)) {
            if (!keepers.waitIn(scope)) {
                begin(scope);
            }
            make(place);
            return at(place);
        }
    }

    /** In a directory that is there: a scope is only ever made by systemd. */
    private static void make(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            Files.createDirectory(place);
        }
    }

    private void begin(Path scope) throws IOException {
        ServiceScopes there =
                scopes.await().orElseThrow(() -> new IOException("nobody speaks to systemd"));
        try (WaitingKeeper first = lane.call(keepers::outside)) {
            there.begin(root.relativize(scope).toString(), first.pid());
            lane.run(() -> keepers.enter(scope));
        }
    }

    @Override
    public ControlGroup at(Path place) {
        return new Scoped(new Cgroup(place, lane));
    }

    @Override
    public void adopt(Path place) {
        Thread.ofVirtual().name("hostler-adopt " + place).start(() -> waitBeside(place));
    }

    private void waitBeside(Path place) {
        Path scope = scope(place);
        synchronized (lock(scope)) {
            try {
                if (!keepers.waitIn(scope)) {
                    lane.run(() -> keepers.enter(scope));
                }
            } catch (IOException e) {
                LOG.debug("no keeper waits in {}; the next launch makes it anew", scope, e);
            }
        }
    }

    /** A scope in which no launch has a group is given up. */
    private void removed(Path place) throws IOException {
        Path scope = scope(place);
        synchronized (lock(scope)) {
            if (!hasLaunches(scope)) {
                keepers.leave(scope);
            }
        }
    }

    private static boolean hasLaunches(Path scope) throws IOException {
        try (Stream<Path> entries = Files.list(scope)) {
            return entries.anyMatch(Files::isDirectory);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** The group of a launch, whose scope may go with it. */
    private final class Scoped implements ControlGroup {
        private final Cgroup group;

        Scoped(Cgroup group) {
            this.group = group;
        }

        @Override
        public Path directory() {
            return group.directory();
        }

        @Override
        public boolean populated() throws IOException {
            return group.populated();
        }

        @Override
        public boolean kill(Duration patience) throws IOException {
            return group.kill(patience);
        }

        @Override
        public boolean freeze(Duration patience) throws IOException {
            return group.freeze(patience);
        }

        @Override
        public void thaw() throws IOException {
            group.thaw();
        }

        @Override
        public void remove() throws IOException {
            group.remove();
            removed(group.directory());
        }
    }
}
