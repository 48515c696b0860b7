package hostler.logs.file;

import hostler.os.api.FileDoor;
import java.nio.file.Path;

/** Files of which nothing was ever given back. */
final class WholeFileDoor implements FileDoor {
    @Override
    public void replace(Path file, byte[] content) {
        throw new UnsupportedOperationException("logs are not replaced");
    }

    @Override
    public long reclaim(Path file, long upTo) {
        return 0;
    }

    @Override
    public long firstData(Path file, long from) {
        return from;
    }
}
