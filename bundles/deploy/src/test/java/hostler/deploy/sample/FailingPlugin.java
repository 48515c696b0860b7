package hostler.deploy.sample;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A plugin that cannot start. */
public final class FailingPlugin implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        throw new NoClassDefFoundError("com/example/Missing");
    }

    @Override
    public void stop(BundleContext context) {}
}
