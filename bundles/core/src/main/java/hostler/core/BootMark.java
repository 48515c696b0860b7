package hostler.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers in which boot of the machine the agent ran last. */
final class BootMark {
    private static final Logger LOG = LoggerFactory.getLogger(BootMark.class);

    /** See random(4): differs with every boot. */
    static final Path KERNEL = Path.of("/proc/sys/kernel/random/boot_id");

    private BootMark() {}

    /**
     * Whether the machine was started since this was asked last.
     *
     * @param kernel where the id of this boot is read
     * @param mark the file that remembers it
     */
    static boolean renewed(Path kernel, Path mark) {
        try {
            String boot = Files.readString(kernel).strip();
            boolean known = Files.exists(mark);
            if (known && Files.readString(mark).strip().equals(boot)) {
                return false;
            }
            Files.writeString(mark, boot + "\n");
            return known;
        } catch (IOException e) {
            LOG.warn("cannot tell whether the machine was restarted ({}, {})", kernel, mark, e);
            return false;
        }
    }
}
