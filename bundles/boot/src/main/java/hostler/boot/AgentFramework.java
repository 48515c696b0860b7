package hostler.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The framework with the bundles of the distribution in it. */
public final class AgentFramework {
    private static final long STOP_LIMIT_MS = 45_000;

    /**
     * FileInstall goes last: whoever stands between its directories and the framework must be there
     * before its first scan. Declarative services go first, so that a bundle's components come with
     * its start.
     */
    private static final List<String> FIRST =
            List.of("hostler.lib.logging", "org.apache.felix.configadmin", "org.apache.felix.scr");

    private static final String LAST = "org.apache.felix.fileinstall";

    private final Framework framework;

    private AgentFramework(Framework framework) {
        this.framework = framework;
    }

    /**
     * Starts the agent's bundles on a directory that is prepared already.
     *
     * @param home the agent's directory
     * @param bundles the directory of the shipped bundles
     * @param version of the program
     * @throws BundleException when the framework cannot start, or a file is no bundle
     */
    public static AgentFramework open(Path home, Path bundles, String version)
            throws BundleException, IOException {
        return open(home, bundles, version, "");
    }

    /**
     * As {@link #open(Path, Path, String)}, perhaps without what was dropped in.
     *
     * @param safeMode why deploy/ is left alone; empty: it is not
     */
    static AgentFramework open(Path home, Path bundles, String version, String safeMode)
            throws BundleException, IOException {
        if (!safeMode.isEmpty()) {
            System.err.println("hostler: " + safeMode);
        }
        return start(bundles, Settings.of(home, version, safeMode));
    }

    private static AgentFramework start(Path bundles, Map<String, String> settings)
            throws BundleException, IOException {
        Framework framework =
                ServiceLoader.load(FrameworkFactory.class)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "no OSGi framework on the class path"))
                        .newFramework(settings);
        framework.init();
        framework.getBundleContext().addFrameworkListener(AgentFramework::tell);
        framework.start();
        startBundles(install(framework.getBundleContext(), bundles));
        return new AgentFramework(framework);
    }

    private static List<Bundle> install(BundleContext context, Path directory)
            throws BundleException, IOException {
        List<Bundle> installed = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".jar")).sorted().toList()) {
                installed.add(context.installBundle("reference:" + file.toUri()));
            }
        }
        return installed;
    }

    /** One bundle that does not start must not keep the others from supervising. */
    private static void startBundles(List<Bundle> bundles) {
        bundles.stream()
                .sorted(Comparator.comparingInt(AgentFramework::turn))
                .filter(bundle -> bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null)
                .forEach(AgentFramework::startBundle);
    }

    private static void startBundle(Bundle bundle) {
        try {
            bundle.start();
        } catch (BundleException e) {
            System.err.println(
                    "hostler: bundle "
                            + bundle.getSymbolicName()
                            + " does not start: "
                            + e.getMessage());
        }
    }

    private static int turn(Bundle bundle) {
        int first = FIRST.indexOf(bundle.getSymbolicName());
        if (first >= 0) {
            return first;
        }
        return LAST.equals(bundle.getSymbolicName()) ? Integer.MAX_VALUE : FIRST.size();
    }

    /** Framework errors have nowhere else to go before the log is there. */
    private static void tell(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR) {
            System.err.println(
                    "hostler: "
                            + event.getBundle().getSymbolicName()
                            + ": "
                            + event.getThrowable());
        }
    }

    /** The framework's own context, for tests that look inside. */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /** Ends the framework; what it supervises runs on. Waits at most {@value #STOP_LIMIT_MS} ms. */
    public void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(STOP_LIMIT_MS);
    }

    /** Returns when the framework has ended. */
    void await() throws InterruptedException {
        framework.waitForStop(0);
    }
}
