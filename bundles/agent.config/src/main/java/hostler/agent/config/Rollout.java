package hostler.agent.config;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands properties to ConfigAdmin; only a PID whose properties changed is touched. */
final class Rollout {
    /** How long the components may take to have what was handed out. */
    static final Duration DELIVERY_LIMIT = Duration.ofSeconds(5);

    /** A PID nobody listens to: its event is the last one of a rollout. */
    private static final String END_MARK = "hostler.agent.config.rollout";

    private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);

    private final BundleContext context;
    private final ConfigurationAdmin admin;

    Rollout(BundleContext context, ConfigurationAdmin admin) {
        this.context = context;
        this.admin = admin;
    }

    /**
     * Hands out properties by PID; the components are told soon after.
     *
     * @return whether anything was new
     * @throws IOException when ConfigAdmin cannot store one; those before it are in force
     */
    boolean handOut(Map<String, Map<String, Object>> byPid) throws IOException {
        boolean changed = false;
        for (Map.Entry<String, Map<String, Object>> entry : byPid.entrySet()) {
            changed |= update(entry.getKey(), entry.getValue());
        }
        return changed;
    }

    private boolean update(String pid, Map<String, Object> properties) throws IOException {
        // "?": a configuration of any bundle that asks for the PID, not of this one.
        return admin.getConfiguration(pid, "?")
                .updateIfDifferent(FrameworkUtil.asDictionary(properties));
    }

    /**
     * Waits until the components have what was handed out, at most {@link #DELIVERY_LIMIT}.
     * ConfigAdmin tells its listeners (SCR among them) on one thread and in order, so whoever sees
     * the end mark knows that everything before it was delivered.
     */
    void awaitDelivery() throws IOException {
        CountDownLatch delivered = new CountDownLatch(1);
        ConfigurationListener listener =
                event -> {
                    if (event.getPid().equals(END_MARK)
                            && event.getType() == ConfigurationEvent.CM_DELETED) {
                        delivered.countDown();
                    }
                };
        ServiceRegistration<ConfigurationListener> registration =
                context.registerService(ConfigurationListener.class, listener, null);
        try {
            Configuration mark = admin.getConfiguration(END_MARK, "?");
            mark.update(FrameworkUtil.asDictionary(Map.of()));
            mark.delete();
            if (!delivered.await(DELIVERY_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the components did not take their configuration in {}", DELIVERY_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            registration.unregister();
        }
    }
}
