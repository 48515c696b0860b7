package hostler.launcher.api;

import hostler.os.api.ExitRecord;

/** What became of a launch while nobody was looking. */
public sealed interface Recovered {

    /** It runs, and its listener will hear of its end. */
    record Adopted(Launch launch) implements Recovered {}

    /**
     * It ended; the record says how and when, or honestly that nobody knows. Nothing of its tree is
     * left.
     */
    record Gone(ExitRecord exit) implements Recovered {}

    /** The handle was made, but nothing was ever started under it. */
    record NeverStarted() implements Recovered {}
}
