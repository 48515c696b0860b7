package hostler.core;

import hostler.os.api.Signal;

/** What a running service is told once. */
sealed interface Errand {

    /** What the service is afterwards: "the service cannot be ...". */
    String participle();

    /** Its main process gets a signal. */
    record Send(Signal signal) implements Errand {
        @Override
        public String participle() {
            return "sent " + signal;
        }
    }

    /** It reads its configuration anew. */
    record Reload() implements Errand {
        @Override
        public String participle() {
            return "reloaded";
        }
    }
}
