package hostler.deploy;

/** A plugin could not be started, stopped or replaced; the reason says why. */
final class PluginFailure extends Exception {
    private final String reason;

    PluginFailure(String reason) {
        super(reason);
        this.reason = reason;
    }

    PluginFailure(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
