package hostler.deploy;

import hostler.core.api.Availability;
import hostler.deploy.api.Plugin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** Puts bundles and files of the deploy directory together into what people are shown. */
final class PluginList {
    private static final String NAMESPACE = "hostler.";

    private final BundleContext context;
    private final RetiredLoaders retired;

    PluginList(BundleContext context, RetiredLoaders retired) {
        this.context = context;
        this.retired = retired;
    }

    /** Every bundle that offers something or was dropped, and every file that became none. */
    List<Plugin> of(List<Drop> drops) {
        List<Drop> rest = new ArrayList<>(drops);
        List<Plugin> plugins = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            Optional<Drop> drop = dropOf(bundle, drops);
            if (drop.isPresent() || !provides(bundle).isEmpty()) {
                drop.ifPresent(rest::remove);
                plugins.add(plugin(bundle, drop));
            }
        }
        rest.forEach(drop -> plugins.add(fileOnly(drop)));
        plugins.sort(Comparator.comparing(Plugin::name));
        return List.copyOf(plugins);
    }

    private static Optional<Drop> dropOf(Bundle bundle, List<Drop> drops) {
        String name = bundle.getSymbolicName();
        return drops.stream()
                .filter(drop -> name != null && drop.isAbout(name))
                .max(Comparator.comparing(Drop::inForce));
    }

    private Plugin plugin(Bundle bundle, Optional<Drop> drop) {
        boolean active = bundle.getState() == Bundle.ACTIVE;
        Optional<String> reason = drop.flatMap(Drop::reason).or(() -> obstacle(bundle));
        return new Plugin(
                bundle.getSymbolicName(),
                active ? bundle.getVersion().toString() : "",
                state(active, drop),
                drop.map(Drop::file),
                provides(bundle),
                reason.isPresent() || active ? reason : Optional.of("it is not started"),
                retired.count(bundle.getSymbolicName()));
    }

    /** What it lacks on this machine, where it says so itself. */
    private Optional<String> obstacle(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return services == null
                ? Optional.empty()
                : Stream.of(services).flatMap(each -> obstacle(each).stream()).findFirst();
    }

    private Optional<String> obstacle(ServiceReference<?> reference) {
        Object types = reference.getProperty(Constants.OBJECTCLASS);
        if (!List.of((String[]) types).contains(Availability.class.getName())) {
            return Optional.empty();
        }
        Object service = context.getService(reference);
        try {
            return service instanceof Availability plugin ? plugin.obstacle() : Optional.empty();
        } finally {
            context.ungetService(reference);
        }
    }

    private static Plugin.State state(boolean active, Optional<Drop> drop) {
        if (drop.isPresent() && drop.get().refused()) {
            return Plugin.State.REFUSED;
        }
        boolean runs = active && drop.flatMap(Drop::reason).isEmpty();
        return runs ? Plugin.State.ACTIVE : Plugin.State.INACTIVE;
    }

    private static Plugin fileOnly(Drop drop) {
        return new Plugin(
                drop.file().getFileName().toString(),
                "",
                Plugin.State.REFUSED,
                Optional.of(drop.file()),
                List.of(),
                drop.reason(),
                0);
    }

    /** {@code health:http} for the capability {@code hostler.health;hostler.health=http}. */
    private static List<String> provides(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return List.of();
        }
        return revision.getDeclaredCapabilities(null).stream()
                .filter(capability -> capability.getNamespace().startsWith(NAMESPACE))
                .flatMap(PluginList::offers)
                .sorted()
                .toList();
    }

    private static Stream<String> offers(BundleCapability capability) {
        String family = capability.getNamespace().substring(NAMESPACE.length());
        Object types = capability.getAttributes().get(capability.getNamespace());
        Collection<?> each = types instanceof Collection<?> many ? many : Arrays.asList(types);
        return each.stream().map(type -> family + ":" + type);
    }
}
