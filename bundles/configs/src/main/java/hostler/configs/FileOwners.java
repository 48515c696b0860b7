package hostler.configs;

import hostler.core.api.ServiceSpec;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.os.api.ConfinedFiles;
import hostler.os.api.FileAttributes;
import hostler.os.api.UnknownAccountException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose files a package may declare. Whoever writes a package.json must not get at more through an
 * agent that is root than he could get at himself: only a package of root's may declare any file,
 * another one those of its owner and of its service's user.
 */
final class FileOwners {
    private static final int ROOT = 0;
    private static final int NEW_FILE_MODE = 0640;
    private static final Logger LOG = LoggerFactory.getLogger(FileOwners.class);

    private final Accounts accounts;
    private final ConfinedFiles door;

    FileOwners(Accounts accounts, ConfinedFiles door) {
        this.accounts = accounts;
        this.door = door;
    }

    /**
     * Refuses a file the package may not declare.
     *
     * @param stored the file; empty: it is not there, and its directory's owner counts
     * @throws IOException that says who owns it
     */
    void check(ServiceSpec spec, Path file, Optional<Stored> stored) throws IOException {
        if (accounts.ownUid() != ROOT || isRoots(spec)) {
            return;
        }
        Optional<FileAttributes> owner =
                stored.map(Stored::attributes).or(() -> directory(file).orElse(Optional.empty()));
        if (owner.isPresent() && !allowed(spec).contains(owner.get().uid())) {
            throw new IOException(
                    file
                            + " belongs to user "
                            + owner.get().uid()
                            + ", and "
                            + spec.source()
                            + " does not belong to root, or was changed since it was read; chown the"
                            + " package.json to root, or the file to the service's user");
        }
    }

    private Optional<Optional<FileAttributes>> directory(Path file) {
        try {
            return Optional.of(door.directory(parent(file)));
        } catch (IOException e) {
            LOG.debug("the directory of {} cannot be looked at", file, e);
            return Optional.empty();
        }
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    /** Whether what is in force is what root wrote. */
    private static boolean isRoots(ServiceSpec spec) {
        try {
            Path real = spec.source().toRealPath();
            return uid(real) == ROOT
                    && Files.readString(real, StandardCharsets.UTF_8).equals(spec.document());
        } catch (IOException gone) {
            LOG.debug("{} cannot be looked at", spec.source(), gone);
            return false;
        }
    }

    private static int uid(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private Set<Integer> allowed(ServiceSpec spec) {
        Set<Integer> uids = new HashSet<>();
        account(spec).ifPresent(account -> uids.add(account.uid()));
        try {
            uids.add(uid(spec.source().toRealPath()));
        } catch (IOException gone) {
            LOG.debug("{} cannot be looked at", spec.source(), gone);
        }
        // A file of root's may lie where the package.json was.
        uids.remove(ROOT);
        return uids;
    }

    private Optional<Account> account(ServiceSpec spec) {
        return spec.startup().user().flatMap(user -> account(user, spec.startup().group()));
    }

    private Optional<Account> account(String user, Optional<String> group) {
        try {
            return Optional.of(accounts.resolve(user, group));
        } catch (UnknownAccountException e) {
            LOG.debug("no such user", e);
            return Optional.empty();
        }
    }

    /**
     * Who owns a file that is made: the owner of its directory, and the service may read it through
     * its group.
     *
     * @param ownGid of the agent
     */
    FileAttributes ofNewFile(ServiceSpec spec, Path file, int ownGid) {
        int own = accounts.ownUid();
        if (own != ROOT) {
            return new FileAttributes(own, ownGid, NEW_FILE_MODE);
        }
        int uid = directory(file).flatMap(found -> found).map(FileAttributes::uid).orElse(own);
        int gid = account(spec).map(Account::gid).orElse(ownGid);
        return new FileAttributes(uid, gid, NEW_FILE_MODE);
    }
}
