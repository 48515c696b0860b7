package hostler.deploy.sample;

import hostler.core.api.Availability;
import java.util.Optional;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** A plugin that runs, and lacks something of the machine. */
public final class LackingPlugin implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        Availability lacking = () -> Optional.of("the machine has no such device");
        context.registerService(
                Availability.class, lacking, FrameworkUtil.asDictionary(java.util.Map.of()));
    }

    @Override
    public void stop(BundleContext context) {}
}
