package hostler.configs;

import hostler.core.api.Failure;
import hostler.core.api.ServiceConfiguration.DeclaredFile;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceSpec;
import hostler.os.api.ConfinedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the files a package declares. */
final class DeclaredFiles {
    private final ConfinedFiles door;
    private final FileOwners owners;
    private final long most;

    /**
     * @param most the longest file that is read
     */
    DeclaredFiles(ConfinedFiles door, FileOwners owners, long most) {
        this.door = door;
        this.owners = owners;
        this.most = most;
    }

    /**
     * All of them, as they are.
     *
     * @throws ServiceException INTERNAL naming the one that cannot be read, and why
     */
    FileSet read(ServiceSpec spec) throws ServiceException {
        List<FileState> states = new ArrayList<>();
        for (DeclaredFile declared : spec.configuration().files()) {
            try {
                Optional<Stored> stored = door.read(declared.path(), most).map(Stored::of);
                owners.check(spec, declared.path(), stored);
                states.add(new FileState(declared, stored));
            } catch (IOException e) {
                throw new ServiceException(Failure.INTERNAL, String.valueOf(e.getMessage()), e);
            }
        }
        return new FileSet(states);
    }
}
