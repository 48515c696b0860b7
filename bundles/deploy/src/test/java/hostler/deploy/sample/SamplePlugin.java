package hostler.deploy.sample;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** A plugin that offers a service as long as it runs; the service says its version. */
public final class SamplePlugin implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        context.registerService(
                Runnable.class,
                () -> {},
                FrameworkUtil.asDictionary(
                        java.util.Map.of("version", context.getBundle().getVersion().toString())));
    }

    @Override
    public void stop(BundleContext context) {}
}
