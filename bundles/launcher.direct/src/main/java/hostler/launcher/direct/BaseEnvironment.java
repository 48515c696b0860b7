package hostler.launcher.direct;

import hostler.core.api.ServiceSpec;
import hostler.os.api.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The environment of a service: small, declared, the same wherever the agent was started from. What
 * the package.json sets wins. HOME, USER and LOGNAME are those of the target user as passwd(5) has
 * them, and absent for a user it does not have.
 */
final class BaseEnvironment {
    private static final Logger LOG = LoggerFactory.getLogger(BaseEnvironment.class);

    /** Names the service in its own environment. */
    static final String SERVICE = "HOSTLER_SERVICE";

    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** name:password:uid:gid:comment:home:shell, see passwd(5). */
    private static final int PASSWD_FIELDS = 7;

    private final Path passwd;
    private final int ownUid;

    BaseEnvironment(Path passwd, int ownUid) {
        this.passwd = passwd;
        this.ownUid = ownUid;
    }

    /** Everything the process gets, except the launch cookie. */
    Map<String, String> of(ServiceSpec spec, Optional<Account> account) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", PATH);
        environment.put("LANG", "C.UTF-8");
        environment.put(SERVICE, spec.id().name());
        environment.putAll(user(account.map(Account::uid).orElse(ownUid)));
        environment.putAll(spec.startup().environment());
        return environment;
    }

    private Map<String, String> user(int uid) {
        try (Stream<String> lines = Files.lines(passwd, StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> List.of(line.split(":", -1)))
                    .filter(fields -> fields.size() == PASSWD_FIELDS)
                    .filter(fields -> fields.get(2).equals(String.valueOf(uid)))
                    .findFirst()
                    .map(
                            fields ->
                                    Map.of(
                                            "USER", fields.getFirst(),
                                            "LOGNAME", fields.getFirst(),
                                            "HOME", fields.get(5)))
                    .orElse(Map.of());
        } catch (IOException e) {
            LOG.warn("cannot read {}: services get no HOME and USER", passwd, e);
            return Map.of();
        }
    }
}
