package hostler.core.packages;

import hostler.core.api.ServiceId;
import hostler.settings.Fields;
import hostler.settings.Node;
import hostler.settings.Place;
import hostler.settings.Problems;
import java.util.List;
import java.util.Optional;

/**
 * The lists {@code dependencies} and {@code operations.dependencies}; the second wins where it is
 * there. Each item is a name, or a table whose {@code package} is one.
 */
final class DependencySection {

    private DependencySection() {}

    static List<ServiceId> read(Fields top, Fields operations, Problems problems) {
        List<ServiceId> plain = names(top, problems);
        List<ServiceId> winning = names(operations, problems);
        return operations.has("dependencies") ? winning : plain;
    }

    private static List<ServiceId> names(Fields fields, Problems problems) {
        String key = fields.pathOf("dependencies");
        return fields.items("dependencies").stream()
                .flatMap(item -> name(item, key, problems).stream())
                .distinct()
                .toList();
    }

    private static Optional<ServiceId> name(Node item, String key, Problems problems) {
        Node named = item instanceof Node.Table table ? table.value("package").orElse(table) : item;
        if (named instanceof Node.Scalar(Place place, String text, var type)
                && type == Node.Type.TEXT) {
            return serviceId(place, key, text, problems);
        }
        problems.error(
                item.place(),
                key,
                "the name of a service, or {\"package\": name}, was expected, not " + named.kind());
        return Optional.empty();
    }

    private static Optional<ServiceId> serviceId(
            Place place, String key, String text, Problems problems) {
        try {
            return Optional.of(PackageReader.serviceId(text));
        } catch (IllegalArgumentException e) {
            problems.error(place, key, e.getMessage() + ", not '" + text + "'");
            return Optional.empty();
        }
    }
}
