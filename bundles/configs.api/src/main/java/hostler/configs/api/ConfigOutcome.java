package hostler.configs.api;

import java.nio.file.Path;
import java.util.List;

/** What became of a change. */
public sealed interface ConfigOutcome {

    /**
     * The files are as they were to be already; nothing was written, nothing restarted.
     *
     * @param hash of the files
     */
    record Unchanged(String hash) implements ConfigOutcome {}

    /**
     * The files are changed, and the service works with them or does not run.
     *
     * @param version the number of the new version in the history
     * @param hash of the files now
     * @param files those that were changed, in the order of declaration
     * @param message what was done to the service, in one sentence
     */
    record Applied(int version, String hash, List<ChangedFile> files, String message)
            implements ConfigOutcome {
        public Applied {
            files = List.copyOf(files);
        }
    }

    /** Nothing was touched. */
    record Refused(Reason reason, String message) implements ConfigOutcome {}

    /** The files were changed, and are again exactly what they were before. */
    record PutBack(Reason reason, String message) implements ConfigOutcome {}

    /**
     * A file that was changed.
     *
     * @param bytes its new length; 0 when it was removed
     */
    record ChangedFile(Path file, int bytes) {}

    /** Why a change is not in force; the names are those of the Controller's contract. */
    enum Reason {
        /** The request contradicts itself, or comes at a time at which it cannot be carried out. */
        INVALID_REQUEST,
        /** A file that the package does not declare. */
        CONFIG_NOT_FOUND,
        /** A content that cannot be right, or one that was put back before. */
        CONFIG_INVALID,
        /** The files are others than the caller thinks. */
        CONFIG_CONFLICT,
        /** With it the service does not become healthy. */
        HEALTH_CHECK_FAILED,
        /** With it the service does not run. */
        SERVICE_START_FAILED,
        /** The machine refused: a file, a right, a disk. */
        INTERNAL_ERROR
    }
}
