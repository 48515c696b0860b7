package hostler.launcher.api;

import hostler.os.api.ExitRecord;

/** Hears the end of a launch. */
@FunctionalInterface
public interface LaunchListener {

    /**
     * The main process ended; called exactly once a launch, also after {@link Launcher#stop}. On
     * the launcher's thread: it must not block.
     */
    void exited(LaunchHandle handle, ExitRecord exit);
}
