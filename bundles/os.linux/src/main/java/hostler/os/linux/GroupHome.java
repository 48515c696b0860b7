package hostler.os.linux;

import hostler.os.api.ControlGroup;
import hostler.os.api.ControlGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The part of the hierarchy that is the agent's. Each method is as in {@link ControlGroups}. */
sealed interface GroupHome permits GroupHome.None, OwnGroups, ScopedGroups {

    /** What a group may be called. */
    Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]+");

    Optional<String> obstacle();

    Optional<Path> place(String service, String name);

    /** Whether a group at this place is the agent's, if there is one. */
    boolean owns(Path place);

    /** The group at a place of its own, made if it is not there. */
    ControlGroup create(Path place) throws IOException;

    /** The group at a place of its own, which is there. */
    ControlGroup at(Path place);

    void adopt(Path place);

    /** There is no such part. */
    record None(String why) implements GroupHome {

        @Override
        public Optional<String> obstacle() {
            return Optional.of(why);
        }

        @Override
        public Optional<Path> place(String service, String name) {
            return Optional.empty();
        }

        @Override
        public boolean owns(Path place) {
            return false;
        }

        @Override
        public ControlGroup create(Path place) throws IOException {
            throw new IOException("cannot make the cgroup " + place + ": " + why);
        }

        @Override
        public ControlGroup at(Path place) {
            throw new IllegalStateException(why);
        }

        @Override
        public void adopt(Path place) {}
    }
}
