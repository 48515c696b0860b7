package hostler.core.api;

/** What was last commanded of a service; it survives restarts of agent and machine. */
public enum Desired {
    RUNNING,
    STOPPED
}
