package hostler.health.script;

/** A script that is not run; the message says which, why, and what to do. */
final class ScriptRefused extends Exception {
    private static final long serialVersionUID = 1;

    ScriptRefused(String message) {
        super(message);
    }
}
