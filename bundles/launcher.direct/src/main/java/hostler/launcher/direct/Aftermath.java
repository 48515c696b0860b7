package hostler.launcher.direct;

import hostler.os.api.BirthRecord;
import hostler.os.api.ExitRecord;

/** What the end of a main process came to. */
sealed interface Aftermath {

    /** The end of the launch. */
    record Over(ExitRecord exit) implements Aftermath {}

    /** Another process is the main one now, or was meanwhile. */
    record Succeeded(BirthRecord birth) implements Aftermath {}
}
