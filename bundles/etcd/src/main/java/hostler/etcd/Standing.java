package hostler.etcd;

/** How a member says that it stands, asked for nothing that takes a majority or a disk. */
sealed interface Standing {
    /**
     * It answers and knows a leader, or will not say: a call is worth it.
     *
     * @param term of the leader: with another one, what was on its way to the leader before is lost
     */
    record Serving(long term) implements Standing {}

    /**
     * Calls are in vain.
     *
     * @param reason how it goes on after the name of the member
     */
    record Useless(String reason) implements Standing {
        static final Useless LEADERLESS = new Useless("knows no leader");
        static final Useless SILENT = new Useless("does not answer");
    }
}
