package hostler.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private static final String NO_SAFE_MODE = "--no-safe-mode";

    private static final String HELP =
            """
            Usage: hostler agent [--home DIR] [--no-safe-mode]

            Runs the agent in the foreground on a directory; what is missing in it is created with documented
            defaults. SIGTERM or Ctrl-C ends the agent and leaves the services running, unless agent.yaml says
            otherwise (agent.stop_services_on_exit). After three starts in a row that did not live for a minute it
            starts in safe mode: shipped bundles only, deploy/ ignored.

              --home DIR   conf/ and deploy/ are yours, var/ is the agent's
                           (default: $HOSTLER_HOME, otherwise /var/lib/hostler)
              --no-safe-mode   load deploy/ however many starts failed
              --help       this text

            Exit codes: 143 ended by SIGTERM, 1 cannot start, 2 wrong use, 75 another agent has the directory.
            """;

    private Main() {}

    /** Runs the agent; see {@code --help}. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            List<String> given = new ArrayList<>(List.of(arguments));
            boolean safeModeAllowed = !given.remove(NO_SAFE_MODE);
            Path home = home(given.iterator());
            if (home == null) {
                System.out.print(HELP);
                return;
            }
            run(home, safeModeAllowed);
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

    private static void run(Path wanted, boolean safeModeAllowed)
            throws BootException, InterruptedException {
        Path lib = Path.of(System.getProperty("hostler.lib", "lib"));
        try (AgentHome home = AgentHome.take(wanted)) {
            home.provideDefaults(lib.resolveSibling("conf"));
            System.setProperty(
                    "hostler.log.directory", home.directory().resolve("var/log").toString());
            String version = String.valueOf(Main.class.getPackage().getImplementationVersion());
            Starts starts = Starts.begin(home.directory());
            String safeMode = safeModeAllowed && starts.tooManyFailed() ? starts.explanation() : "";
            AgentFramework framework =
                    AgentFramework.open(
                            home.directory(), lib.resolve("bundles"), version, safeMode);
            starts.settleInTime();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(framework, starts), "stop"));
            framework.await();
        } catch (IOException | BundleException e) {
            throw new BootException(CANNOT_START, "cannot start the agent: " + e.getMessage());
        }
    }

    private static void stop(AgentFramework framework, Starts starts) {
        try {
            framework.stop();
            starts.settled();
        } catch (BundleException e) {
            System.err.println("hostler: while stopping: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
