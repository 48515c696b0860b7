package hostler.metrics;

import hostler.metrics.api.Family;
import hostler.metrics.api.Family.Sample;
import hostler.metrics.api.MetricSource;
import hostler.registrar.api.Registrar;
import hostler.registrar.api.Registration;
import hostler.registrar.api.Registration.Absent;
import hostler.registrar.api.Registration.Cause;
import hostler.registrar.api.Registration.Registered;
import hostler.registrar.api.Registration.Unconfirmed;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** How the agent's registrations stand, asked when somebody reads it. */
@Component
public final class RegistrationFigures implements MetricSource {

    /** With the service properties of each, one of which says its type. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Map.Entry<Map<String, Object>, Registrar>> registrars = List.of();

    /** A registration at one moment, told from others by labels. */
    record Standing(Map<String, String> labels, Registration registration) {
        static Standing of(Map<String, Object> properties, Registrar registrar) {
            Object type = properties.getOrDefault("hostler.registrar.type", "unknown");
            return new Standing(
                    Map.of("registrar", type.toString(), "place", registrar.place()),
                    registrar.registration());
        }

        private Optional<Cause> cause() {
            return switch (registration) {
                case Registered _ -> Optional.empty();
                case Unconfirmed unconfirmed -> Optional.of(unconfirmed.cause());
                case Absent absent -> Optional.of(absent.cause());
            };
        }

        private Stream<Sample> causes() {
            return Arrays.stream(Cause.values())
                    .map(
                            cause ->
                                    new Sample(
                                            with("cause", cause.name().toLowerCase(Locale.ROOT)),
                                            cause().filter(cause::equals).isPresent() ? 1 : 0));
        }

        private Map<String, String> with(String name, String value) {
            Map<String, String> all = new HashMap<>(labels);
            all.put(name, value);
            return all;
        }
    }

    @Override
    public List<Family> families() {
        return families(
                registrars.stream()
                        .map(entry -> Standing.of(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** Two registrars of one place cannot be told apart: then it is the first. */
    private static Collection<Standing> distinct(List<Standing> standings) {
        Map<Map<String, String>, Standing> first = new LinkedHashMap<>();
        standings.forEach(standing -> first.putIfAbsent(standing.labels(), standing));
        return first.values();
    }

    static List<Family> families(List<Standing> all) {
        Collection<Standing> standings = distinct(all);
        return List.of(
                Family.gauge(
                        "hostler_registered",
                        "Whether others see this agent as it is; 0 also while nobody can say.",
                        each(standings, it -> it.registration() instanceof Registered ? 1 : 0)),
                Family.gauge(
                        "hostler_registration_changed_timestamp_seconds",
                        "Since when the registration stands as it does, in Unix time.",
                        each(standings, it -> it.registration().since().toEpochMilli() / 1e3)),
                Family.gauge(
                        "hostler_registration_problem",
                        "Why the agent is not registered: 1 for the cause that holds now.",
                        standings.stream().flatMap(Standing::causes).toList()));
    }

    private static List<Sample> each(
            Collection<Standing> standings, ToDoubleFunction<Standing> value) {
        return standings.stream()
                .map(it -> new Sample(it.labels(), value.applyAsDouble(it)))
                .toList();
    }
}
