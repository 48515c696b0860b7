package hostler.registrar.etcd;

import hostler.core.api.AgentInfo;
import hostler.core.api.ListeningAddress;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceRegistry;
import hostler.etcd.Etcd;
import hostler.etcd.EtcdSettings;
import hostler.registrar.api.Registrar;
import hostler.registrar.api.RegistrarType;
import hostler.registrar.api.Registration;
import hostler.registrar.api.Registration.Cause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Announces the agent in etcd, as its Controller looks for it. */
@RegistrarType("etcd")
@Component(
        immediate = true,
        configurationPid = EtcdRegistrar.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = EtcdRegistrar.Config.class)
public final class EtcdRegistrar implements Registrar {
    static final String PID = "hostler.registrar.etcd";

    /** The settings under {@code registry}. */
    @ObjectClassDefinition(name = "Hostler: registration in etcd")
    @interface Config {
        @AttributeDefinition(description = "Whether the agent registers at all.")
        boolean enabled() default true;

        @AttributeDefinition(description = "Members of etcd: HOST:PORT or https://HOST:PORT.")
        String[] etcd_endpoints() default "127.0.0.1:2379";

        @AttributeDefinition(description = "User; empty: none.")
        String etcd_username() default "";

        // The leading underscore makes ".etcd.password": such properties are never published.
        @AttributeDefinition(type = AttributeType.PASSWORD, description = "The user's password.")
        String _etcd_password() default "";

        @AttributeDefinition(
                description =
                        "PEM file of the authority that signed etcd's certificate; relative: below"
                                + " the agent's directory; empty: the Java runtime's authorities.")
        String etcd_ca() default "";

        @AttributeDefinition(
                description = "PEM file of the agent's certificate for etcd, or empty.")
        String etcd_certificate() default "";

        @AttributeDefinition(
                description = "PEM file of that certificate's key (PKCS #8), or empty.")
        String etcd_key() default "";

        @AttributeDefinition(description = "Prefix of the entry by agent code.")
        String etcd_prefix() default "/agents";

        @AttributeDefinition(description = "Milliseconds after which durations are written anew.")
        long register_interval_ms() default 30_000;

        @AttributeDefinition(description = "Milliseconds for which a dead agent stays registered.")
        long ttl_ms() default 60_000;
    }

    /** How long taking the registration back may take. */
    private static final Duration WITHDRAWAL = Duration.ofSeconds(2);

    private final String place;
    private final Outcome outcome;
    private final Optional<Work> work;

    /** Where the agent listens; comes and goes with its port. */
    private volatile @Nullable ListeningAddress listening;

    /** What runs while registration is wanted and possible. */
    private record Work(Etcd etcd, Session session, ServiceEvents.Subscription events) {}

    /** Begins to register; returns at once. A setting that is wrong is a state that people see. */
    @Activate
    public EtcdRegistrar(
            @Reference AgentInfo agent,
            @Reference ServiceRegistry registry,
            @Reference ServiceEvents events,
            Config config) {
        place = Settings.place(config);
        outcome = new Outcome(place, InstantSource.system());
        work = config.enabled() ? begun(agent, registry, events, config) : Optional.empty();
        if (!config.enabled()) {
            outcome.absent(Cause.DISABLED, "registry.enabled is false");
        }
    }

    private Optional<Work> begun(
            AgentInfo agent, ServiceRegistry registry, ServiceEvents events, Config config) {
        try {
            LocalAgent source = new LocalAgent(agent, registry, () -> listening);
            EtcdSettings settings = Settings.of(config, agent.home());
            return Optional.of(begin(settings, Settings.plan(config), source, events));
        } catch (IllegalArgumentException e) {
            outcome.absent(Cause.REFUSED, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Work begin(EtcdSettings settings, Plan plan, LocalAgent source, ServiceEvents events) {
        Etcd etcd = new Etcd(settings);
        Session session = new Session(etcd, source, plan, outcome, InstantSource.system()).start();
        return new Work(etcd, session, events.subscribe(event -> session.changed()));
    }

    @Reference(
            service = ListeningAddress.class,
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    void setListening(ListeningAddress address) {
        listening = address;
        work.ifPresent(running -> running.session().changed());
    }

    void unsetListening(ListeningAddress address) {
        if (address.equals(listening)) {
            listening = null;
            work.ifPresent(running -> running.session().changed());
        }
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public Registration registration() {
        return outcome.current();
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        if (work.isPresent()) {
            Work running = work.get();
            running.events().close();
            running.session().stop(WITHDRAWAL);
            running.etcd().close();
        }
    }
}
