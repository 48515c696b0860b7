package hostler.logs.api;

import java.util.regex.Pattern;

/**
 * A run of the machine.
 *
 * @param text 0: this one, -1: the one before and so on; or its id, 32 hexadecimal digits as {@code
 *     /proc/sys/kernel/random/boot_id} has them, without dashes
 */
public record LogBoot(String text) {
    private static final Pattern FORM = Pattern.compile("0|-[1-9][0-9]{0,5}|[0-9a-f]{32}");

    /**
     * @throws IllegalArgumentException when it is neither
     */
    public LogBoot {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is no boot; 0 is this one, -1 the one before, or 32 hexadecimal"
                            + " digits");
        }
    }
}
