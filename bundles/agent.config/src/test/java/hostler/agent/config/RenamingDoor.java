package hostler.agent.config;

import hostler.os.api.FileDoor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Replaces files by rename; keeps no promise about power loss. */
final class RenamingDoor implements FileDoor {
    @Override
    public void replace(Path file, byte[] content) throws IOException {
        Path beside = file.resolveSibling("." + file.getFileName() + ".new");
        Files.write(beside, content);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public long reclaim(Path file, long upTo) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long firstData(Path file, long from) {
        throw new UnsupportedOperationException();
    }
}
