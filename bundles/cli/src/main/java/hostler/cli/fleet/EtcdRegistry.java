package hostler.cli.fleet;

import hostler.cli.Environment;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.Code;
import hostler.cli.rpc.RpcException;
import hostler.etcd.Credentials;
import hostler.etcd.Endpoint;
import hostler.etcd.Etcd;
import hostler.etcd.EtcdException;
import hostler.etcd.EtcdSettings;
import hostler.etcd.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Agents that are registered in etcd, under the keys the Controller reads. */
final class EtcdRegistry implements Registry {

    /** Whom to be. */
    static final String USER = "HOSTLER_ETCD_USER";

    /** The file that holds the password: arguments and environments are seen by others. */
    static final String PASSWORD_FILE = "HOSTLER_ETCD_PASSWORD_FILE";

    private final EtcdSettings settings;

    private EtcdRegistry(EtcdSettings settings) {
        this.settings = settings;
    }

    /** Prepares it; does nothing on the network. */
    static Registry open(FleetOptions options, Environment environment) throws UsageException {
        try {
            return new EtcdRegistry(
                    EtcdSettings.of(
                            endpoints(Objects.requireNonNullElse(options.fleet(), "")),
                            credentials(environment),
                            TlsFiles.of(
                                    Optional.ofNullable(options.ca()),
                                    Optional.ofNullable(options.certificate()),
                                    Optional.ofNullable(options.key()))));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--fleet: " + e.getMessage());
        }
    }

    private static List<Endpoint> endpoints(String url) {
        if (!url.startsWith(EtcdSettings.SCHEME)) {
            throw new IllegalArgumentException("etcd://HOST:2379[,HOST:2379] was expected");
        }
        String places = url.substring(EtcdSettings.SCHEME.length());
        return Endpoint.parseAll(Arrays.stream(places.split(",", -1)));
    }

    private static Optional<Credentials> credentials(Environment environment) {
        String user = environment.variable(USER);
        String file = environment.variable(PASSWORD_FILE);
        if (user == null && file == null) {
            return Optional.empty();
        }
        if (user == null || file == null) {
            throw new IllegalArgumentException(
                    USER + " and " + PASSWORD_FILE + " belong together; only one is set");
        }
        return Optional.of(new Credentials(user, password(Path.of(file))));
    }

    /** The first line. */
    private static String password(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the password of " + USER + ": " + e, e);
        }
    }

    @Override
    public List<Entry> entries() throws RpcException {
        try (Etcd etcd = new Etcd(settings)) {
            return etcd.list(RegistryEntries.PREFIX).entries().stream()
                    .map(entry -> new Entry(entry.key(), entry.value()))
                    .toList();
        } catch (EtcdException e) {
            throw new RpcException(code(e), "etcd: " + e.getMessage(), e);
        }
    }

    private static Code code(EtcdException failure) {
        return switch (failure.kind()) {
            case UNREACHABLE, TIMEOUT -> Code.UNREACHABLE;
            case DENIED, TOKEN -> Code.PERMISSION_DENIED;
            default -> Code.INTERNAL;
        };
    }
}
