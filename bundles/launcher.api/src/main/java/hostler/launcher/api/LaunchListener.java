package hostler.launcher.api;

/** Hears what happens to launches. */
@FunctionalInterface
public interface LaunchListener {

    /**
     * Something happened. On a thread of the launcher: it must not block. Events of one launch come
     * one after the other; after {@link LaunchEvent.Exited} there is none.
     */
    void told(LaunchHandle handle, LaunchEvent event);
}
