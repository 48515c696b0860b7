package hostler.http;

import hostler.core.api.ServiceRegistry;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The agent's HTTP server, with {@code /health} and {@code /ready}. Offers the line that says where
 * it listens to whoever shows the agent's listeners.
 */
@Component(
        service = Supplier.class,
        property = "hostler.listener=http",
        immediate = true,
        configurationPid = ProbeServer.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ProbeServer.Config.class)
public final class ProbeServer implements Supplier<String> {
    static final String PID = "hostler.http";

    /** The settings under {@code server} that concern HTTP. */
    @ObjectClassDefinition(name = "Hostler: HTTP server")
    @interface Config {
        @AttributeDefinition(description = "Address to listen on.")
        String address() default "127.0.0.1";

        @AttributeDefinition(
                description = "Port to listen on; 0: any free one.",
                min = "0",
                max = "65535")
        int port() default 8080;
    }

    private final HttpListener listener;

    /** Begins to listen; returns at once. */
    @Activate
    public ProbeServer(@Reference ServiceRegistry registry, Config config) {
        Limits.set();
        listener = new HttpListener(config.address(), config.port(), new Probes(registry::settled));
        listener.start();
    }

    /** Where it listens: "http 127.0.0.1:8080", or why it does not. */
    @Override
    public String get() {
        return listener.describe();
    }

    @Deactivate
    void deactivate() {
        listener.close();
    }
}
