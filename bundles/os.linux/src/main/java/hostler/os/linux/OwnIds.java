package hostler.os.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import hostler.os.api.Account;

/** Who the agent itself runs as, by its effective ids. */
final class OwnIds {

    private static final CFunction GETEUID = CFunction.named("geteuid", JAVA_INT);
    private static final CFunction GETEGID = CFunction.named("getegid", JAVA_INT);

    private OwnIds() {}

    static int uid() {
        return GETEUID.intOf();
    }

    /**
     * Whether a process may run as that account without any change. Only root may set groups, even
     * to what they are; for anybody else the account that is theirs needs nothing set.
     */
    static boolean needNoChangeFor(Account account) {
        return uid() != 0 && account.uid() == uid() && account.gid() == GETEGID.intOf();
    }
}
