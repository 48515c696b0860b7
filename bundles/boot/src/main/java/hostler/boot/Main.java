package hostler.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;

/**
 * {@code hostler agent --home DIR}: the agent in the foreground, until SIGTERM; services outlive
 * it.
 */
public final class Main {
    static final int USAGE = 2;
    static final int CANNOT_START = 1;

    /** Another agent has the directory. */
    static final int DIRECTORY_TAKEN = 75;

    private static final String HELP =
            """
            Usage: hostler agent [--home DIR]

            Runs the agent in the foreground on a directory; what is missing in it is created with documented
            defaults. SIGTERM or Ctrl-C ends the agent and leaves the services running.

              --home DIR   conf/ and deploy/ are yours, var/ is the agent's
                           (default: $HOSTLER_HOME, otherwise /var/lib/hostler)
              --help       this text

            Exit codes: 143 ended by SIGTERM, 1 cannot start, 2 wrong use, 75 another agent has the directory.
            """;

    private Main() {}

    /** Runs the agent; see {@code --help}. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            Path home = home(List.of(arguments).iterator());
            if (home == null) {
                System.out.print(HELP);
                return;
            }
            run(home);
        } catch (BootException e) {
            System.err.println("hostler: " + e.getMessage());
            System.exit(e.exitCode());
        }
    }

    private static @Nullable Path home(Iterator<String> arguments) throws BootException {
        String home = System.getenv().getOrDefault("HOSTLER_HOME", "/var/lib/hostler");
        while (arguments.hasNext()) {
            String argument = arguments.next();
            if (argument.equals("--help") || argument.equals("-h")) {
                return null;
            } else if (argument.startsWith("--home=")) {
                home = argument.substring("--home=".length());
            } else if (argument.equals("--home") && arguments.hasNext()) {
                home = arguments.next();
            } else {
                throw new BootException(
                        USAGE, "unknown argument '" + argument + "'; see hostler agent --help");
            }
        }
        return Path.of(home);
    }

    private static void run(Path wanted) throws BootException, InterruptedException {
        Path lib = Path.of(System.getProperty("hostler.lib", "lib"));
        try (AgentHome home = AgentHome.take(wanted)) {
            home.provideDefaults(lib.resolveSibling("conf"));
            System.setProperty(
                    "hostler.log.directory", home.directory().resolve("var/log").toString());
            String version = String.valueOf(Main.class.getPackage().getImplementationVersion());
            AgentFramework framework =
                    AgentFramework.open(home.directory(), lib.resolve("bundles"), version);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(framework), "stop"));
            framework.await();
        } catch (IOException | BundleException e) {
            throw new BootException(CANNOT_START, "cannot start the agent: " + e.getMessage());
        }
    }

    private static void stop(AgentFramework framework) {
        try {
            framework.stop();
        } catch (BundleException e) {
            System.err.println("hostler: while stopping: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
