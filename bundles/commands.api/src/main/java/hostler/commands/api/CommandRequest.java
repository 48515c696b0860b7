package hostler.commands.api;

/**
 * A command somebody wants to have run.
 *
 * @param text for {@code sh -c}; the one place where a shell interprets what a caller sends
 * @param continuous its status can be asked for after its end
 * @param by who asks, for the record
 * @param administrator may have it run whatever {@code command.enabled} says
 */
public record CommandRequest(String text, boolean continuous, String by, boolean administrator) {

    /** The text may hold secrets: only its length is shown. */
    @Override
    public String toString() {
        return "CommandRequest[" + text.length() + " characters by " + by + "]";
    }
}
