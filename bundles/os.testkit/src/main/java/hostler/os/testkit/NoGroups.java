package hostler.os.testkit;

import hostler.os.api.ControlGroup;
import hostler.os.api.ControlGroups;
import java.nio.file.Path;
import java.util.Optional;

/** A machine that lets nobody make control groups. */
public final class NoGroups implements ControlGroups {
    @Override
    public Optional<String> obstacle() {
        return Optional.of("this test wants none");
    }

    @Override
    public Optional<Path> place(String service, String name) {
        return Optional.empty();
    }

    @Override
    public ControlGroup create(Path place) {
        throw new IllegalStateException("there is an obstacle");
    }

    @Override
    public Optional<ControlGroup> find(Path place) {
        return Optional.empty();
    }

    @Override
    public void adopt(Path place) {}
}
