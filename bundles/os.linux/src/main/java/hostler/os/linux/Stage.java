package hostler.os.linux;

import hostler.os.api.SpawnOrder;

/** The steps of a launch in the numbers of {@code keeper.c}, and what each was about to do. */
enum Stage {
    STARTED,
    READ_ORDER,
    DETACH,
    WRITE_RECORDS,
    OPEN_OUTPUT,
    FORK,
    PREPARE,
    SET_GROUPS,
    SET_GID,
    SET_UID,
    ENTER_DIRECTORY,
    EXEC,
    WITHDRAWN,
    SET_LIMITS,
    JOIN_CGROUP,
    OFFER_SOCKET,
    /** Not a step: it waits, and says which process it is. */
    WAITING,
    /** Somebody has ended it before it took an order, or its child at once: nothing runs. */
    DISMISSED;

    static Stage numbered(int number) {
        Stage[] all = values();
        return number >= 0 && number < all.length ? all[number] : READ_ORDER;
    }

    /** What could not be done, with the path or number of this order. */
    String attempt(SpawnOrder order) {
        return switch (this) {
            case STARTED, EXEC -> "execute it";
            case READ_ORDER, WAITING -> "let the keeper read its order";
            case DETACH -> "detach the keeper";
            case WRITE_RECORDS -> "write the launch's records in " + order.records();
            case OPEN_OUTPUT -> "open " + order.output().file() + " for its output";
            case FORK -> "create a process";
            case PREPARE -> "prepare its session, signals and descriptors";
            case SET_GROUPS -> "set its supplementary groups" + account(order);
            case SET_GID -> "set its group" + account(order);
            case SET_UID -> "set its user" + account(order);
            case ENTER_DIRECTORY ->
                    "enter its working directory " + order.workingDirectory() + account(order);
            case SET_LIMITS -> "set its limits " + order.limits();
            case JOIN_CGROUP -> "start it in its cgroup" + cgroup(order);
            case OFFER_SOCKET ->
                    "bind its notify socket @" + OrderRecord.socketOf(order.launchId());
            case DISMISSED -> "start it where everything is being ended";
            case WITHDRAWN -> "start it within the time a start may take";
        };
    }

    private static String cgroup(SpawnOrder order) {
        return order.duties().cgroup().map(place -> " " + place).orElse("");
    }

    private static String account(SpawnOrder order) {
        return order.account()
                .map(
                        a ->
                                " as uid "
                                        + Integer.toUnsignedString(a.uid())
                                        + " gid "
                                        + Integer.toUnsignedString(a.gid()))
                .orElse("");
    }
}
