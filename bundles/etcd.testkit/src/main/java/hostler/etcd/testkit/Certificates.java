package hostler.etcd.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Authorities and what they sign, made with openssl: of each name {@code NAME.pem} and {@code
 * NAME.key} in a directory. Needs openssl on the machine, see {@link #require}.
 */
public record Certificates(Path directory) {
    /** As {@link EtcdMember#require}, for openssl. */
    public static void require() {
        EtcdMember.require("openssl (apt-get install openssl)", List.of("openssl", "version"));
    }

    /** An authority that signs itself. */
    public Certificates authority(String name) {
        openssl(
                "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=%s -keyout %s -out %s"
                        .formatted(name, key(name), chain(name)));
        return this;
    }

    /** A certificate for loopback, of the user root. */
    public Certificates signed(String name, String authority) {
        Path request = directory.resolve(name + ".csr");
        openssl(
                "req -newkey rsa:2048 -nodes -subj /CN=root -addext subjectAltName=IP:127.0.0.1"
                        + " -keyout %s -out %s".formatted(key(name), request));
        openssl(
                "x509 -req -days 2 -copy_extensions copy -CAcreateserial -in %s -CA %s -CAkey %s -out %s"
                        .formatted(request, chain(authority), key(authority), chain(name)));
        return this;
    }

    /** Puts one in the place of another, as whoever renews them does. */
    public void renew(String name, String by) {
        replace(chain(name), chain(by));
        replace(key(name), key(by));
    }

    private static void replace(Path file, Path by) {
        try {
            Path beside = Files.copy(by, file.resolveSibling(file.getFileName() + ".new"));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path chain(String name) {
        return directory.resolve(name + ".pem");
    }

    public Path key(String name) {
        return directory.resolve(name + ".key");
    }

    private static void openssl(String arguments) {
        Shell.run(Stream.concat(Stream.of("openssl"), Stream.of(arguments.split(" "))).toList());
    }
}
