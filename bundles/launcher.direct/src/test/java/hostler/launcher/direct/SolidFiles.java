package hostler.launcher.direct;

import hostler.os.api.FileDoor;
import java.nio.file.Path;

/** A file door of files without holes. */
final class SolidFiles implements FileDoor {
    @Override
    public void replace(Path file, byte[] content) {
        throw new UnsupportedOperationException("nothing is replaced here");
    }

    @Override
    public long reclaim(Path file, long upTo) {
        throw new UnsupportedOperationException("nothing is given back here");
    }

    @Override
    public long firstData(Path file, long from) {
        return from;
    }
}
