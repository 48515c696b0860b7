package hostler.cli.args;

import java.util.List;

/**
 * What a command takes beside options.
 *
 * @param label what stands for them in the help text; empty: the command takes none
 * @param least how many there must be
 * @param most how many there may be
 * @param description for the help text
 */
record Operands(String label, int least, int most, String description) {
    static final Operands NONE = new Operands("", 0, 0, "");

    void check(List<String> given) throws UsageException {
        if (given.size() < least) {
            throw new UsageException(label + " is missing");
        }
        if (given.size() > most) {
            throw new UsageException("'" + given.get(most) + "' is one too many");
        }
    }
}
