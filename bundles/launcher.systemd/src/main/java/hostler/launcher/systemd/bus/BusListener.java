package hostler.launcher.systemd.bus;

/** Hears what comes over a connection. Called on its reader's thread: it must not block. */
public interface BusListener {

    /** A signal came. */
    void heard(Signal signal);

    /** The connection is over, told once. Every call that was waiting has failed by then. */
    void lost();
}
