package hostler.etcd;

import java.nio.file.Path;
import java.util.Optional;

/**
 * PEM files for TLS; read anew for each connection, so that a renewed certificate is used without a
 * restart.
 *
 * @param authority who signed etcd's certificate; empty: the authorities of the Java runtime
 * @param identity what this client shows etcd; empty: nothing
 */
public record TlsFiles(Optional<Path> authority, Optional<Identity> identity) {
    /** No files: plain text, or TLS with the authorities of the Java runtime. */
    public static final TlsFiles NONE = new TlsFiles(Optional.empty(), Optional.empty());

    /**
     * A certificate and its key.
     *
     * @param certificate the chain, PEM
     * @param key PKCS #8, PEM, not encrypted
     */
    public record Identity(Path certificate, Path key) {}

    /**
     * Files that may be missing.
     *
     * @throws IllegalArgumentException when there is a certificate without a key, or the reverse
     */
    public static TlsFiles of(
            Optional<Path> authority, Optional<Path> certificate, Optional<Path> key) {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(
                    "a client certificate for etcd and its key belong together; only one is named");
        }
        return new TlsFiles(
                authority,
                certificate.flatMap(chain -> key.map(secret -> new Identity(chain, secret))));
    }

    boolean wanted() {
        return authority.isPresent() || identity.isPresent();
    }
}
