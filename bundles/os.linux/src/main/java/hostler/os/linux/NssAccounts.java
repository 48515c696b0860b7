package hostler.os.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.os.api.UnknownAccountException;
import hostler.os.api.UserEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Users and groups through the C library's name service switch, so that whatever nsswitch.conf(5)
 * names (files, LDAP, SSSD) is asked. All digits are a number; anything else, {@code 0day} too, is
 * a name.
 */
@Component(service = Accounts.class)
public final class NssAccounts implements Accounts, AutoCloseable {

    private static final int FIRST_BUFFER = 4096;
    private static final int LARGEST_BUFFER = 1 << 20;
    private static final int FIRST_GROUPS = 64;
    private static final int MOST_GROUPS = 65_536;
    private static final int NO_ID = -1;

    /* struct passwd and struct group of a 64-bit glibc. */
    private static final long ENTRY_SIZE = 48;
    private static final long NAME = 0;
    private static final long ID = 16;
    private static final long PASSWD_GID = 20;
    private static final long PASSWD_HOME = 32;

    private static final CFunction GETPWNAM = lookupBy("getpwnam_r", ADDRESS);
    private static final CFunction GETPWUID = lookupBy("getpwuid_r", JAVA_INT);
    private static final CFunction GETGRNAM = lookupBy("getgrnam_r", ADDRESS);
    private static final CFunction GETGROUPLIST =
            CFunction.named("getgrouplist", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);

    private final NativeLane lane = new NativeLane("hostler-accounts");

    /** Asks nobody yet. */
    @Activate
    public NssAccounts() {}

    private static CFunction lookupBy(String name, ValueLayout key) {
        return CFunction.named(name, JAVA_INT, key, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    }

    @Override
    public Optional<UserEntry> entry(int uid) {
        return byUid(uid).map(user -> new UserEntry(user.name(), user.home()));
    }

    /** What the passwd database tells of a user. */
    private record User(String name, int uid, int gid, String home) {}

    @Override
    public int ownUid() {
        return OwnIds.uid();
    }

    /** Lookups under way are finished; no new one begins. */
    @Deactivate
    @Override
    public void close() {
        lane.close();
    }

    @Override
    public Account resolve(String user, Optional<String> group) throws UnknownAccountException {
        Optional<User> entry = isNumber(user) ? byUid(id(user, "user")) : byName(user);
        if (entry.isEmpty() && !isNumber(user)) {
            throw new UnknownAccountException("there is no user '" + user + "' on this machine");
        }
        int uid = entry.isPresent() ? entry.get().uid() : id(user, "user");
        int gid = group.isPresent() ? gidOf(group.get()) : primaryGroup(user, entry);
        return new Account(uid, gid, entry.map(it -> groupsOf(it, gid)).orElse(List.of(gid)));
    }

    private static int primaryGroup(String user, Optional<User> entry)
            throws UnknownAccountException {
        return entry.orElseThrow(
                        () ->
                                new UnknownAccountException(
                                        "uid "
                                                + user
                                                + " has no entry in the user database; name a"
                                                + " group for it"))
                .gid();
    }

    private int gidOf(String group) throws UnknownAccountException {
        return isNumber(group)
                ? id(group, "group")
                : groupNamed(group)
                        .orElseThrow(
                                () ->
                                        new UnknownAccountException(
                                                "there is no group '"
                                                        + group
                                                        + "' on this machine"));
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Unsigned; the highest is not an id but "no change", see setresuid(2). */
    private static int id(String digits, String what) throws UnknownAccountException {
        try {
            int id = Integer.parseUnsignedInt(digits);
            if (id != NO_ID) {
                return id;
            }
        } catch (NumberFormatException tooLarge) {
            // Said below, as for the one number that is reserved.
        }
        throw new UnknownAccountException(
                digits + " is no " + what + " id; they go from 0 to 4294967294");
    }

    private Optional<User> byName(String name) {
        return byText(GETPWNAM, name, NssAccounts::user);
    }

    private Optional<User> byUid(int uid) {
        return entry(GETPWUID, arena -> uid, NssAccounts::user);
    }

    private Optional<Integer> groupNamed(String name) {
        return byText(GETGRNAM, name, entry -> entry.get(JAVA_INT, ID));
    }

    private static User user(MemorySegment entry) {
        return new User(
                text(entry, NAME),
                entry.get(JAVA_INT, ID),
                entry.get(JAVA_INT, PASSWD_GID),
                text(entry, PASSWD_HOME));
    }

    private static String text(MemorySegment entry, long field) {
        return entry.get(ADDRESS, field).reinterpret(LARGEST_BUFFER).getString(0);
    }

    private <T> Optional<T> byText(CFunction lookup, String name, Function<MemorySegment, T> read) {
        return name.indexOf('\0') >= 0
                ? Optional.empty()
                : entry(lookup, arena -> arena.allocateFrom(name), read);
    }

    private <T> Optional<T> entry(
            CFunction lookup, Function<Arena, Object> key, Function<MemorySegment, T> read) {
        try {
            return lane.call(() -> entry(lookup, key, read, FIRST_BUFFER));
        } catch (IOException e) {
            throw new UncheckedIOException("the name service failed", e);
        }
    }

    private static <T> Optional<T> entry(
            CFunction lookup,
            Function<Arena, Object> key,
            Function<MemorySegment, T> read,
            int bufferSize)
            throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entry = arena.allocate(ENTRY_SIZE, Long.BYTES);
            MemorySegment found = arena.allocate(ADDRESS);
            MemorySegment buffer = arena.allocate(bufferSize);
            lookup.callForError(key.apply(arena), entry, buffer, (long) bufferSize, found);
            return found.get(ADDRESS, 0).address() == 0
                    ? Optional.empty()
                    : Optional.of(read.apply(entry));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ERANGE && bufferSize < LARGEST_BUFFER) {
                return entry(lookup, key, read, bufferSize * 2);
            }
            // getpwnam(3): any of these may mean that there is no such name.
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ESRCH || e.errno() == Errno.EPERM) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<Integer> groupsOf(User user, int gid) {
        try {
            return lane.call(() -> groupsOf(user, gid, FIRST_GROUPS));
        } catch (IOException e) {
            throw new UncheckedIOException("the name service failed", e);
        }
    }

    private static List<Integer> groupsOf(User user, int gid, int room) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(user.name());
            MemorySegment groups = arena.allocate(JAVA_INT, room);
            MemorySegment count = arena.allocateFrom(JAVA_INT, room);
            int told = GETGROUPLIST.intOf(name, gid, groups, count);
            int number = count.get(JAVA_INT, 0);
            if (told < 0 && room < MOST_GROUPS) {
                return groupsOf(user, gid, Math.min(MOST_GROUPS, Math.max(number, room * 2)));
            }
            int[] ids = groups.asSlice(0, (long) number * Integer.BYTES).toArray(JAVA_INT);
            return Arrays.stream(ids).boxed().toList();
        }
    }
}
