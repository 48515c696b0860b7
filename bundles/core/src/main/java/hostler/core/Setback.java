package hostler.core;

/**
 * Something that cannot be done now.
 *
 * @param reason in one sentence
 * @param until when to try again, in ticks
 */
record Setback(String reason, long until) {

    boolean lasts(long now) {
        return now - until < 0;
    }
}
