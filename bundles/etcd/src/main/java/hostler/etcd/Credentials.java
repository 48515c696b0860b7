package hostler.etcd;

/** A user of etcd; shows its name alone. */
public record Credentials(String user, String password) {
    @Override
    public String toString() {
        return user;
    }
}
