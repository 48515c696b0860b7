package hostler.launcher.direct;

import hostler.core.api.ServiceSpec;
import hostler.os.api.Account;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of a service: small, declared, the same wherever the agent was started from. What
 * the package.json sets wins. HOME, USER and LOGNAME are those of the target user as passwd(5) has
 * them, and absent for a user it does not have.
 */
final class BaseEnvironment {
    /** Names the service in its own environment. */
    static final String SERVICE = "HOSTLER_SERVICE";

    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final PasswdFile passwd;
    private final int ownUid;

    BaseEnvironment(PasswdFile passwd, int ownUid) {
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
        return passwd.ofUser(uid)
                .map(
                        entry ->
                                Map.of(
                                        "USER", entry.name(),
                                        "LOGNAME", entry.name(),
                                        "HOME", entry.home()))
                .orElse(Map.of());
    }
}
