package hostler.core;

import hostler.core.api.AgentInfo;
import hostler.core.api.Health;
import hostler.core.api.HealthReports;
import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceControl;
import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceStatus;
import hostler.launcher.api.Launcher;
import hostler.launcher.api.LauncherType;
import hostler.os.api.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Supervision as services: what the rest of the agent reads, commands and listens to. */
@Designate(ocd = Config.class)
@Component(
        configurationPid = "hostler.core",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {
            ServiceRegistry.class,
            ServiceControl.class,
            ServiceEvents.class,
            HealthReports.class,
            AgentInfo.class
        })
public final class Core
        implements ServiceRegistry, ServiceControl, ServiceEvents, HealthReports, AgentInfo {

    private static final Logger LOG = LoggerFactory.getLogger(Core.class);

    /** The agent's directory. */
    static final String HOME = "hostler.home";

    /** The program's version. */
    static final String VERSION = "hostler.version";

    /** Why the agent runs without what was dropped in; not set in an ordinary run. */
    static final String SAFE_MODE = "hostler.safe.mode";

    private final BundleContext context;
    // The framework ends its bundles in an order of its own; services end while all are there.
    private final SynchronousBundleListener agentsEnd = this::ended;
    private final Path home;
    private final String version;
    private final SystemTicker ticker = new SystemTicker();
    private final Supervision supervision;
    private final Commands commands;

    /**
     * Opens what is remembered of the services.
     *
     * @throws IOException when the state cannot be read or belongs to a newer version
     */
    @Activate
    public Core(Config config, BundleContext context) throws IOException {
        this.context = context;
        home = Path.of(property(context, HOME)).toAbsolutePath();
        version = property(context, VERSION);
        Path state = Files.createDirectories(home.resolve("var").resolve("state"));
        supervision = new Supervision(Settings.of(config, home), state, BootMark.KERNEL, ticker);
        commands = new Commands(supervision.roster());
    }

    private static String property(BundleContext context, String key) {
        return Optional.ofNullable(context.getProperty(key))
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the framework property " + key + " is not set"));
    }

    @Activate
    void begin() {
        troubles().forEach(trouble -> LOG.error("{}", trouble));
        context.addBundleListener(agentsEnd);
        supervision.begin();
    }

    private void ended(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING
                && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            supervision.stopServicesIfSet();
        }
    }

    @Modified
    void modified(Config config) {
        supervision.reconfigure(Settings.of(config, home));
    }

    @Deactivate
    void end() {
        context.removeBundleListener(agentsEnd);
        supervision.close();
        ticker.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + LauncherType.PROPERTY + "=*)")
    void addLauncher(Launcher launcher, Map<String, ?> properties) {
        supervision.launchers().add(type(properties), launcher);
    }

    void removeLauncher(Launcher launcher, Map<String, ?> properties) {
        supervision.launchers().remove(type(properties), launcher);
    }

    private static String type(Map<String, ?> properties) {
        return String.valueOf(properties.get(LauncherType.PROPERTY));
    }

    @Override
    public List<ServiceStatus> list() {
        return supervision.roster().list();
    }

    @Override
    public Optional<ServiceStatus> find(ServiceId id) {
        return supervision.roster().find(id);
    }

    @Override
    public List<PackageProblem> problems() {
        return supervision.roster().problems();
    }

    @Override
    public boolean settled() {
        return supervision.roster().settled();
    }

    @Override
    public CompletionStage<ServiceStatus> start(ServiceId id, String by) throws ServiceException {
        return commands.start(id, by);
    }

    @Override
    public CompletionStage<ServiceStatus> stop(ServiceId id, boolean cascade, String by)
            throws ServiceException {
        return commands.stop(id, cascade, by);
    }

    @Override
    public CompletionStage<ServiceStatus> restart(ServiceId id, String by) throws ServiceException {
        return commands.restart(id, by);
    }

    @Override
    public CompletionStage<ServiceStatus> pause(ServiceId id, String by) throws ServiceException {
        return commands.pause(id, by);
    }

    @Override
    public CompletionStage<ServiceStatus> resume(ServiceId id, String by) throws ServiceException {
        return commands.resume(id, by);
    }

    @Override
    public CompletionStage<ServiceStatus> signal(ServiceId id, Signal signal, String by)
            throws ServiceException {
        return commands.signal(id, signal, by);
    }

    @Override
    public CompletionStage<ServiceStatus> reload(ServiceId id, String by) throws ServiceException {
        return commands.reload(id, by);
    }

    @Override
    public void rescan() {
        supervision.discovery().look();
    }

    @Override
    public List<ServiceEvent> history(ServiceId id, int limit) {
        return supervision.events().history(id, limit);
    }

    @Override
    public Subscription subscribe(Consumer<ServiceEvent> subscriber) {
        return supervision.events().subscribe(subscriber);
    }

    @Override
    public void report(ServiceId id, String launchId, Health health) {
        supervision.roster().report(id, launchId, health);
    }

    @Override
    public String code() {
        return supervision.settings().agentCode();
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public List<String> troubles() {
        Stream<String> own =
                Stream.of(Optional.ofNullable(context.getProperty(SAFE_MODE)), stateTrouble())
                        .flatMap(Optional::stream);
        return Stream.concat(own, supervision.launchers().troubles(list()).stream()).toList();
    }

    private Optional<String> stateTrouble() {
        return supervision.stateFailure().map(why -> "state cannot be written: " + why);
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public Path workspace() {
        return supervision.settings().defaults().workspace();
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public Instant startedAt() {
        return ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
    }
}
