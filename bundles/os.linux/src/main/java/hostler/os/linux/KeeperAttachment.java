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

    static KeeperAttachment of(BirthRecord birth, AttachedPipes pipes, PipeWatch watch)
            throws IOException {
        return new KeeperAttachment(
                birth,
                new WatchedPipe(watch, pipes.out().reader()),
                new WatchedPipe(watch, pipes.err().reader()),
                pipes.lifeline().writer());
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
