package hostler.itest;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import org.junit.jupiter.api.Assumptions;

/** A real component that a test needs on the machine. */
final class Peer {
    private Peer() {}

    /**
     * Goes on when a probe command succeeds. Otherwise the test is skipped and says what is
     * missing; under CI it fails, so that a green run never hides that nothing was tested.
     */
    static void require(String what, String... probe) throws InterruptedException {
        if (succeeds(probe)) {
            return;
        }
        if (System.getenv("CI") != null) {
            throw new AssertionError("missing under CI: " + what);
        }
        Assumptions.abort("missing: " + what);
    }

    /** An address that an agent may announce. */
    static void requireAddress() throws InterruptedException {
        require("an address beyond loopback", "sh", "-c", "ip -4 addr | grep -q 'scope global'");
    }

    private static boolean succeeds(String... probe) throws InterruptedException {
        try {
            return new ProcessBuilder(probe)
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
