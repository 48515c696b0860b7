package hostler.core.api;

/** What a service is observed to be. */
public enum ServiceState {
    /** Not looked at yet: its launcher is not there, or recovery has not come to it. */
    UNKNOWN(false),
    /** Not running, and nobody wants it to. */
    STOPPED(false),
    /** Wanted, and waiting for its dependencies; the reason names them. */
    WAITING(false),
    /** Its process lives and is not ready yet. */
    STARTING(true),
    /** Its process lives and was ready. */
    RUNNING(true),
    /** Its process lives and stands still by command; nobody judges it meanwhile. */
    PAUSED(true),
    /** Told to end; its process may still live. */
    STOPPING(true),
    /** Wanted, down, and due to be started again at a known time. */
    RESTARTING(false),
    /** A task that has succeeded; wanted, and nothing is left to do until it is started again. */
    COMPLETED(false),
    /** Wanted, down, and given up until somebody commands it; the reason says why. */
    FAILED(false);

    private final boolean alive;

    ServiceState(boolean alive) {
        this.alive = alive;
    }

    /** Whether its process is believed to live. */
    public boolean alive() {
        return alive;
    }
}
