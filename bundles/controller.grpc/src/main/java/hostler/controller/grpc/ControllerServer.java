package hostler.controller.grpc;

import hostler.commands.api.Commands;
import hostler.configs.api.ServiceConfigs;
import hostler.core.api.AgentConfiguration;
import hostler.core.api.AgentInfo;
import hostler.core.api.ServiceControl;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceRegistry;
import hostler.deploy.api.Plugins;
import hostler.health.api.HealthBook;
import hostler.logs.api.ServiceLogs;
import hostler.metrics.api.SampleBook;
import hostler.os.api.Accounts;
import hostler.registrar.api.Registrar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * The agent's gRPC server: for the Controller on TCP, for the command line on the local socket. It
 * needs core; everything else may be replaced while it serves.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = ControllerServer.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ControllerServer.Config.class)
public final class ControllerServer {
    static final String PID = "hostler.controller.grpc";

    /** Framework property: the local socket's path where the default one would be too long. */
    static final String SOCKET = "hostler.socket";

    private static final String DEFAULT_SOCKET = "var/run/agent.sock";

    /** The settings under {@code server} that concern gRPC. */
    @ObjectClassDefinition(name = "Hostler: gRPC server")
    @interface Config {
        @AttributeDefinition(
                description =
                        "Address of the TCP listener; beyond loopback only together with insecure.")
        String address() default "127.0.0.1";

        @AttributeDefinition(
                description = "Port of the TCP listener; 0: any free one.",
                min = "0",
                max = "65535")
        int port() default 10380;

        @AttributeDefinition(
                description = "Plaintext without authentication beyond loopback is wanted.")
        boolean insecure() default false;

        @AttributeDefinition(
                description = "Who may ask for the server's methods.",
                options = {@Option("local"), @Option("true"), @Option("false")})
        String reflection() default "local";
    }

    private final Door door;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable HealthBook health;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ServiceLogs logs;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Plugins plugins;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable AgentConfiguration configuration;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Registrar> registrars = List.of();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Commands commands;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable SampleBook samples;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ServiceConfigs configs;

    /** Other bundles' listeners: each supplies its line. */
    @Reference(
            service = Supplier.class,
            target = "(hostler.listener=*)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    private volatile List<Supplier<String>> otherListeners = List.of();

    /**
     * Opens the door.
     *
     * @throws IOException when gRPC's native transport cannot be loaded
     * @throws IllegalArgumentException when a setting is none
     */
    @Activate
    public ControllerServer(
            BundleContext context,
            @Reference AgentInfo agent,
            @Reference ServiceRegistry registry,
            @Reference ServiceControl control,
            @Reference ServiceEvents events,
            @Reference Accounts accounts,
            Config config)
            throws IOException {
        Backends backends =
                new Backends(
                        agent,
                        registry,
                        control,
                        events,
                        new Swappable<>("health", () -> health),
                        new Swappable<>("the logs service", () -> logs),
                        new Swappable<>("plugin deployment", () -> plugins),
                        new Swappable<>("the agent's configuration", () -> configuration),
                        new Swappable<>("the configuration of services", () -> configs),
                        new Swappable<>("the commands service", () -> commands),
                        new Swappable<>("the metrics service", () -> samples),
                        () -> registrars);
        door =
                new Door(
                        backends,
                        new Peers(accounts.ownUid()),
                        new LocalSocket(
                                socket(
                                        Optional.ofNullable(context.getProperty(SOCKET)),
                                        agent.home())),
                        port(config),
                        Reflection.named(config.reflection()),
                        this::otherListeners,
                        new OpenPort(context));
    }

    static Path socket(Optional<String> configured, Path home) {
        return configured.map(Path::of).orElseGet(() -> home.resolve(DEFAULT_SOCKET));
    }

    private static TcpPort port(Config config) {
        return new TcpPort(config.address(), config.port(), config.insecure());
    }

    private List<String> otherListeners() {
        return otherListeners.stream().flatMap(line -> Stream.of(line.get())).sorted().toList();
    }

    /** The local socket stays open: the change may have been commanded through it. */
    @Modified
    void modified(Config config) {
        door.reconfigure(port(config), Reflection.named(config.reflection()));
    }

    @Deactivate
    void deactivate() {
        door.close();
    }
}
