package hostler.agent.config;

import java.net.URL;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** A real framework; the test and its bundles share the API packages of the class path. */
final class FelixRun {
    private static final long STOP_LIMIT_MS = 10_000;

    private final Framework framework;

    FelixRun(Path cache, Map<String, String> properties) throws BundleException {
        Map<String, String> all = new HashMap<>(properties);
        all.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        all.put(
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                "org.osgi.service.cm;version=1.6.1,org.osgi.service.log;version=1.3");
        // FileInstall exports its own copy of this package, and the test implements ours.
        all.put(Constants.FRAMEWORK_BOOTDELEGATION, "org.apache.felix.fileinstall");
        all.put(Constants.FRAMEWORK_BUNDLE_PARENT, Constants.FRAMEWORK_BUNDLE_PARENT_APP);
        framework = new FrameworkFactory().newFramework(all);
        framework.start();
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Starts the bundle a class of the class path comes from. */
    Bundle start(Class<?> inBundle) throws BundleException {
        URL jar = inBundle.getProtectionDomain().getCodeSource().getLocation();
        Bundle bundle = context().installBundle("reference:" + jar);
        bundle.start();
        return bundle;
    }

    <T> T service(Class<T> type) {
        return context().getService(context().getServiceReference(type));
    }

    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(STOP_LIMIT_MS);
    }
}
