package hostler.configs;

import hostler.os.api.ConfinedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of one file.
 *
 * @param before what it was; empty: it was not there
 * @param after what it is to be; empty: it is to be gone
 */
record Edit(Path path, Optional<Stored> before, Optional<Stored> after) {
    private static final Logger LOG = LoggerFactory.getLogger(Edit.class);

    void carryOut(ConfinedFiles door) throws IOException {
        make(door, after);
    }

    /** Whoever changed the file meanwhile: afterwards it is what it was before. */
    void putBack(ConfinedFiles door, long most) throws IOException {
        // "Absent" may be "unreadable": then the removal says so.
        if (before.isEmpty() || !now(door, most).equals(before)) {
            make(door, before);
        }
        door.tidy(path);
    }

    /**
     * What the file is at the moment; one that has become too long to be looked at, or cannot be
     * read any more, counts as absent.
     */
    Optional<Stored> now(ConfinedFiles door, long most) {
        try {
            return door.read(path, most).map(Stored::of);
        } catch (IOException e) {
            LOG.warn("{} cannot be looked at before it is put back", path, e);
            return Optional.empty();
        }
    }

    private void make(ConfinedFiles door, Optional<Stored> wanted) throws IOException {
        if (wanted.isPresent()) {
            door.replace(path, wanted.get().file());
        } else {
            door.remove(path);
        }
    }
}
