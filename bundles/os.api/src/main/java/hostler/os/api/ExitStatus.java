package hostler.os.api;

/** How a process ended, as waitid(2) tells it. */
public sealed interface ExitStatus {

    /** It called exit with this code, 0 to 255. */
    record Exited(int code) implements ExitStatus {
        @Override
        public String describe() {
            return "exited with code " + code;
        }
    }

    /** A signal ended it; {@code coreDumped} when the kernel wrote a core. */
    record Killed(int signal, boolean coreDumped) implements ExitStatus {
        @Override
        public String describe() {
            return "killed by signal " + signal + (coreDumped ? " (core dumped)" : "");
        }
    }

    /**
     * It is gone and nobody who could know was there: its keeper was killed too, or the machine
     * went down.
     */
    record Unknown() implements ExitStatus {
        @Override
        public String describe() {
            return "gone, exit status unknown";
        }
    }

    /** The sentence shown to people: "exited with code 3", "killed by signal 9". */
    String describe();

    /** Whether it ended of its own accord with code 0. */
    default boolean success() {
        return this instanceof Exited(int code) && code == 0;
    }
}
