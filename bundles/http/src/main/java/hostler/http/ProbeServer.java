package hostler.http;

import hostler.core.api.ServiceRegistry;
import hostler.metrics.api.Exposition;
import hostler.registrar.api.Registrar;
import hostler.registrar.api.Registration.Absent;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The agent's HTTP server, with {@code /health}, {@code /ready} and {@code /metrics}. Offers the
 * line that says where it listens to whoever shows the agent's listeners.
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

        @AttributeDefinition(description = "Whether it is ready only while it is registered.")
        boolean registration_required() default false;
    }

    private final HttpListener listener;

    /** May be away: replacing core leaves the port open, and the agent is not ready meanwhile. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ServiceRegistry registry;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Registrar> registrars = List.of();

    /** May be away: it is a plugin. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Exposition exposition;

    /** Changes while it listens. */
    private volatile boolean registrationRequired;

    /** Begins to listen; returns at once, whether the port is free or not. */
    @Activate
    public ProbeServer(Config config) {
        Limits.set();
        listener =
                new HttpListener(
                        config.address(),
                        config.port(),
                        new Pages(
                                this::settled,
                                this::registered,
                                () -> Optional.ofNullable(exposition)));
        registrationRequired = config.registration_required();
        listener.start();
    }

    /** Registration anywhere will do; what cannot be confirmed at the moment still stands. */
    private boolean registered() {
        return !registrationRequired
                || registrars.stream()
                        .anyMatch(registrar -> !(registrar.registration() instanceof Absent));
    }

    private boolean settled() {
        ServiceRegistry core = registry;
        return core != null && core.settled();
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
