package hostler.os.api;

import java.util.List;

/**
 * The user a process runs as, resolved to numbers.
 *
 * @param uid user id
 * @param gid primary group id
 * @param groups supplementary group ids; empty drops all of them
 */
public record Account(int uid, int gid, List<Integer> groups) {
    public Account {
        groups = List.copyOf(groups);
    }
}
