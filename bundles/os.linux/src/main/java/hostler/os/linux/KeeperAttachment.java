package hostler.os.linux;

import hostler.os.api.AttachedLaunch;
import hostler.os.api.BirthRecord;
import java.io.IOException;

/**
 * The agent's ends of the pipes of a launch that runs.
 *
 * @param lifeline closed when the launch is to end
 */
record KeeperAttachment(
        BirthRecord birth, WatchedPipe out, WatchedPipe err, OwnedDescriptor lifeline)
        implements AttachedLaunch {

    /**
     * Takes over the agent's ends.
     *
     * @throws IOException when they cannot be watched; they are the caller's to close then
     */
    static KeeperAttachment of(BirthRecord birth, AttachedPipes pipes, PipeWatch watch)
            throws IOException {
        WatchedPipe out = new WatchedPipe(watch, pipes.out().reader());
        try {
            WatchedPipe err = new WatchedPipe(watch, pipes.err().reader());
            return new KeeperAttachment(birth, out, err, pipes.lifeline().writer());
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    @Override
    public void letGo() {
        lifeline.close();
    }

    @Override
    public void close() {
        letGo();
        out.close();
        err.close();
    }
}
