package hostler.etcd;

/**
 * The outcome of a transaction.
 *
 * @param done whether every guard held; otherwise nothing was changed
 * @param position of the change, or of the look at the guards
 */
public record Commit(boolean done, Position position) {}
