package hostler.itest;

import java.nio.file.Path;

/** Where things lie in the checkout under test. */
final class Project {
    static final Path ROOT = Path.of(System.getProperty("hostler.project", "../.."));
    static final Path DISTRIBUTION = ROOT.resolve("runtime/target/hostler");
    static final Path BUNDLES = DISTRIBUTION.resolve("lib/bundles");
    static final Path COMMAND = DISTRIBUTION.resolve("bin/hostler");
    static final Path SAMPLE_CHECKER =
            ROOT.resolve(
                    "runtime/samples/health.freshness/target/sample.health.freshness-1.0.0.jar");

    private Project() {}
}
