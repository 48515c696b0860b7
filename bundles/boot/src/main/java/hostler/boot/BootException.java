package hostler.boot;

/** The agent cannot start; the message says why and what to do, the code is its exit code. */
final class BootException extends Exception {
    private final int exitCode;

    BootException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
