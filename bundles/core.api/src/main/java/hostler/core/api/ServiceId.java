package hostler.core.api;

import java.util.regex.Pattern;

/**
 * The name of a service: the {@code package} of its package.json. It becomes part of file names,
 * unit names and URLs, so it is {@value #FORM} and nothing else.
 */
public record ServiceId(String name) implements Comparable<ServiceId> {

    /** The form of a name, as a regular expression. */
    public static final String FORM = "[a-z0-9][a-z0-9._-]{0,62}";

    private static final Pattern PATTERN = Pattern.compile(FORM);

    public ServiceId {
        if (!isValid(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a service name; it must match " + FORM);
        }
    }

    /** Whether a text can be a service's name. */
    public static boolean isValid(String name) {
        return PATTERN.matcher(name).matches();
    }

    @Override
    public int compareTo(ServiceId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
