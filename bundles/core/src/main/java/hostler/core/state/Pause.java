package hostler.core.state;

/**
 * That a launch stands still, or may.
 *
 * @param by who commanded it
 * @param ending whether it is over; on record until the launch has surely been told
 */
public record Pause(String by, boolean ending) {

    /** It is to go on. */
    Pause end() {
        return new Pause(by, true);
    }
}
