package hostler.deploy;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of the deploy directory, and what became of it.
 *
 * @param name the plugin it is about, as far as that is known
 * @param inForce the plugin is there because of this file, be it an older content of it
 * @param refused the content of now was refused
 * @param reason why it was refused or does not run
 */
record Drop(
        Path file,
        Optional<String> name,
        boolean inForce,
        boolean refused,
        Optional<String> reason) {

    static Drop running(Path file, String name) {
        return new Drop(file, Optional.of(name), true, false, Optional.empty());
    }

    static Drop idle(Path file, String name, String reason) {
        return new Drop(file, Optional.of(name), true, false, Optional.of(reason));
    }

    static Drop refused(Path file, Optional<String> name, boolean inForce, String reason) {
        return new Drop(file, name, inForce, true, Optional.of(reason));
    }

    boolean isAbout(String plugin) {
        return name.filter(plugin::equals).isPresent();
    }

    /** Whether another look may find it better, now that something else has changed. */
    boolean waits() {
        return reason.isPresent();
    }
}
