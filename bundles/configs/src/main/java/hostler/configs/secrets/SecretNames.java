package hostler.configs.secrets;

import java.util.List;
import java.util.Locale;

/** Keys whose values are taken for secrets. Rather one too many than one too few. */
final class SecretNames {
    /** Anywhere in a name, whatever separates its words. */
    private static final List<String> WORDS =
            List.of(
                    "password",
                    "passwd",
                    "passphrase",
                    "requirepass",
                    "pwd",
                    "secret",
                    "token",
                    "credential",
                    "signature",
                    "authorization");

    /** At the end of a name. */
    private static final List<String> ENDINGS =
            List.of("key", "keys", "pass", "auth", "dsn", "salt");

    /**
     * The same as a regular expression, for names in the middle of a text. Each name is read once
     * and never given back: no text makes it slow.
     */
    static final String PATTERN =
            "(?<![\\w.-])(?i:(?=[\\w.-]*?(?:pass[-_.]?word|passwd|pass[-_.]?phrase|requirepass|pwd"
                    + "|secret|token|credential|signature|authorization))[\\w.-]++"
                    + "|[\\w.-]++(?<=keys?|pass|auth|dsn|salt))";

    private SecretNames() {}

    /** Whether a key is a secret's. */
    static boolean includes(String key) {
        String name = key.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
        return WORDS.stream().anyMatch(name::contains) || ENDINGS.stream().anyMatch(name::endsWith);
    }
}
