package hostler.core.state;

/** The steps of the writer, each of which may be the last one the process takes. */
enum Step {
    /** A change is in the file, not yet durable. */
    CHANGE_WRITTEN,
    /** It is durable, and nobody has been told. */
    CHANGE_SYNCED,
    /** Compaction has begun: the generation before is closed. */
    PREDECESSOR_CLOSED,
    /** The next one's temporary file is there, and empty. */
    TEMPORARY_CREATED,
    /** It holds the first half of the snapshot. */
    SNAPSHOT_HALF_WRITTEN,
    /** It holds the snapshot. */
    SNAPSHOT_WRITTEN,
    /** The snapshot is durable under the temporary name. */
    SNAPSHOT_SYNCED,
    /** It has its own name, which may be lost with the power. */
    SNAPSHOT_RENAMED,
    /** The name is durable. */
    DIRECTORY_SYNCED,
    /** Generations that are not kept are gone. */
    OLD_PRUNED
}
