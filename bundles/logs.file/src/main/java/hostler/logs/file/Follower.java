package hostler.logs.file;

import java.io.IOException;

/** Wants to know when a file changes. Called on the watch's thread; must not block. */
interface Follower {

    /** The file may have been written, created, replaced or removed. */
    void changed();

    /** Its changes cannot be noticed any more. */
    void lost(IOException reason);
}
