package hostler.launcher.systemd;

import java.util.concurrent.CompletableFuture;

/** A job that systemd has queued: something it does to a unit, and to others it needs for that. */
record Job(CompletableFuture<String> result) {

    /** What is told as the result when the connection was lost meanwhile. */
    static final String NOT_TOLD = "unknown";

    private static final String DONE = "done";

    /** Whether it is known to be over. */
    boolean over() {
        return result.isDone();
    }

    /** Whether it is known to have done what it should. */
    boolean done() {
        return word().equals(DONE);
    }

    /** Whether it is over and has failed; of a job whose result was not told nobody knows. */
    boolean failed() {
        String said = result.getNow(DONE);
        return !said.equals(DONE) && !said.equals(NOT_TOLD);
    }

    /** The word of systemd: done, failed, canceled, timeout, dependency, skipped. */
    String word() {
        return result.getNow("running");
    }
}
