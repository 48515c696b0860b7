package hostler.launcher.api;

import hostler.os.api.ExitRecord;

/** Something that happened to a launch. */
public sealed interface LaunchEvent {

    /**
     * The main process is gone, and {@link Exited} will say how a moment later. Told at most once,
     * by a launcher that knows the one before the other: a restart that need not know how it ended
     * does not wait for it.
     */
    record Ended() implements LaunchEvent {}

    /**
     * The main process ended; told exactly once a launch, also after {@link Launcher#stop}, and
     * last.
     */
    record Exited(ExitRecord exit) implements LaunchEvent {}

    /**
     * Another process is the main one from now on. Of a {@link
     * hostler.core.api.ServiceKind.Forking} service it is always told when the daemon is there,
     * also if that was so before {@link Launcher#launch} or {@link Launcher#recover} returned.
     */
    record Moved(Launch launch) implements LaunchEvent {}

    /**
     * It is ready, by its {@link hostler.core.api.Readiness}; may be told again.
     *
     * @param evidence what says so, for people
     */
    record Ready(String evidence) implements LaunchEvent {}

    /** What it says of itself; replaces what it said before. */
    record Said(String status) implements LaunchEvent {}

    /**
     * It lives and does not react: its watchdog has expired.
     *
     * @param evidence what says so, for people
     */
    record Unresponsive(String evidence) implements LaunchEvent {}
}
