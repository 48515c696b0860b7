package hostler.configs;

import hostler.configs.api.ConfigOutcome;
import hostler.configs.api.ConfigPlan;
import hostler.configs.api.ConfigSet;
import hostler.configs.api.ConfigTerms;
import hostler.configs.api.ConfigText;
import hostler.configs.api.ConfigVersion;
import hostler.configs.api.ServiceConfigs;
import hostler.core.api.ServiceControl;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.health.api.HealthBook;
import hostler.os.api.Accounts;
import hostler.os.api.ConfinedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The component: gives {@link Workshop} what it needs, and puts back what was broken off. */
@Component(service = ServiceConfigs.class, immediate = true, configurationPid = "hostler.configs")
@Designate(ocd = Configs.Config.class)
public final class Configs implements ServiceConfigs {

    /** The settings under {@code configs}. */
    @ObjectClassDefinition(name = "Hostler: configuration of services")
    @interface Config {
        @AttributeDefinition(
                description =
                        "How long a service is watched after a change, unless its package says"
                                + " otherwise, in milliseconds")
        long soak_ms() default 10_000;

        @AttributeDefinition(description = "The longest configuration file, in bytes")
        long max_file_size_bytes() default 16 << 20;

        @AttributeDefinition(description = "How many versions of a service are kept")
        int history_versions() default 20;

        @AttributeDefinition(description = "How much the versions of a service may take, in bytes")
        long history_size_bytes() default 64 << 20;
    }

    private final Workshop workshop;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable HealthBook health;

    private volatile Limits limits;

    /**
     * Puts back what the agent's end has broken off.
     *
     * @throws IOException when the agent's directory cannot be looked at
     */
    @Activate
    public Configs(
            BundleContext context,
            Config config,
            @Reference ServiceRegistry registry,
            @Reference ServiceControl control,
            @Reference ServiceEvents events,
            @Reference ConfinedFiles files,
            @Reference Accounts accounts)
            throws IOException {
        limits = limits(config);
        workshop =
                new Workshop(
                        home(context).resolve("var/history/config"),
                        new Doors(
                                registry,
                                control,
                                events,
                                () -> Optional.ofNullable(health),
                                files,
                                accounts),
                        () -> limits,
                        Steps.UNHEARD);
    }

    private static Path home(BundleContext context) throws IOException {
        String home =
                Objects.requireNonNull(
                        context.getProperty("hostler.home"),
                        "the framework property hostler.home is not set");
        return Files.createDirectories(Path.of(home)).toRealPath();
    }

    private static Limits limits(Config config) {
        return new Limits(
                Math.max(1, config.max_file_size_bytes()),
                Math.max(2, config.history_versions()),
                Math.max(0, config.history_size_bytes()),
                Duration.ofMillis(Math.max(1, config.soak_ms())));
    }

    @Activate
    void begin() {
        workshop.open();
    }

    /** Holds for the next change. */
    @Modified
    void modified(Config config) {
        limits = limits(config);
    }

    @Deactivate
    void end() {
        workshop.close();
    }

    @Override
    public ConfigSet get(ServiceId id) throws ServiceException {
        return workshop.get(id);
    }

    @Override
    public ConfigPlan plan(ServiceId id, List<ConfigText> files, ConfigTerms terms)
            throws ServiceException {
        return workshop.plan(id, files, terms);
    }

    @Override
    public ConfigOutcome apply(
            ServiceId id, List<ConfigText> files, ConfigTerms terms, Consumer<String> progress)
            throws ServiceException, InterruptedException {
        return workshop.apply(id, files, terms, progress);
    }

    @Override
    public ConfigOutcome rollback(
            ServiceId id, OptionalInt version, ConfigTerms terms, Consumer<String> progress)
            throws ServiceException, InterruptedException {
        return workshop.rollback(id, version, terms, progress);
    }

    @Override
    public List<ConfigVersion> history(ServiceId id) throws ServiceException {
        return workshop.history(id);
    }

    @Override
    public ConfigSet version(ServiceId id, int number) throws ServiceException {
        return workshop.version(id, number);
    }

    @Override
    public int allow(ServiceId id, String by) throws ServiceException {
        return workshop.allow(id, by);
    }

    @Override
    public List<ConfigText> masked(ServiceId id, List<ConfigText> files) {
        return workshop.masked(id, files);
    }
}
