package hostler.commands.api;

/** What can be done to a command, and everything it has started. */
public enum CommandSignal {
    /** All of it is killed. */
    CANCEL,
    /** All of it stands still; its time goes on. */
    PAUSE,
    /** All of it goes on. */
    RESUME
}
