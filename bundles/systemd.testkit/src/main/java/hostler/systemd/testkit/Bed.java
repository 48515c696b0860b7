package hostler.systemd.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The systemd that this JVM runs in, see {@code src/main/bed}. */
public final class Bed {
    private Bed() {}

    /** Without one a test is skipped with the reason, and fails under CI. */
    public static void required() {
        String missing = System.getenv("HOSTLER_BED_MISSING");
        if (System.getenv("CI") != null) {
            assertThat(missing).as("why there is no systemd to test with").isNull();
        }
        assumeTrue(missing == null, missing);
    }

    /** Runs a command of somebody else in there; the test fails when that fails. */
    public static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
        return output.strip();
    }
}
