package hostler.core.packages;

import hostler.core.api.HealthCheck;
import hostler.core.api.ServiceKind;
import hostler.settings.Durations;
import hostler.settings.Fields;
import hostler.settings.Node;
import hostler.settings.Problems;
import hostler.settings.Spelling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The tables {@code healthcheck} and {@code operations.health_check}, of which the second wins key
 * by key. What only a checker understands is passed on to it; a checker's type may come with a
 * plugin, so any is accepted.
 */
final class HealthCheckSection {
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final int MAX_IN_A_ROW = 1000;
    private static final int MAX_PORT = 65_535;
    private static final List<String> OWN =
            List.of("type", "interval", "timeout", "retries", "successes", "enabled");
    private static final List<String> PORTS = List.of("tcp_port", "http_port", "port");

    private final Path directory;
    private final PackageDefaults defaults;

    HealthCheckSection(Path directory, PackageDefaults defaults) {
        this.directory = directory;
        this.defaults = defaults;
    }

    /** Two tables read as one. */
    private record Layers(Fields upper, Fields lower) {

        /** Both are asked, so that both are checked. */
        <T> Optional<T> get(Function<Fields, Optional<T>> question) {
            Optional<T> first = question.apply(upper);
            Optional<T> second = question.apply(lower);
            return first.or(() -> second);
        }

        /** The table a key's value comes from. */
        Fields of(String key) {
            return upper.has(key) ? upper : lower;
        }

        /** The one that says something. */
        Fields given() {
            return upper.everyText().isEmpty() ? lower : upper;
        }

        Map<String, String> everyText() {
            Map<String, String> texts = new HashMap<>(lower.everyText());
            texts.putAll(upper.everyText());
            return texts;
        }
    }

    /**
     * The check a package asks for; empty when it asks for none, or for {@code enabled: false}, and
     * for a task.
     */
    Optional<HealthCheck> read(Fields top, Fields operations, ServiceKind kind, Problems problems) {
        Layers layers = new Layers(operations.table("health_check"), top.table("healthcheck"));
        Optional<String> port = firstPort(top, problems);
        boolean enabled = layers.get(fields -> fields.flag("enabled")).orElse(true);
        Optional<String> type = layers.get(fields -> Forms.text(fields, "type"));
        Map<String, String> settings = settings(layers, problems);
        port.ifPresent(number -> settings.putIfAbsent("port", number));
        HealthCheck check = check(layers, type.orElse(""), settings, problems);
        if (type.isEmpty() && !layers.everyText().isEmpty()) {
            layers.given().reportMissing("type");
        }
        Optional<HealthCheck> asked = Optional.of(check).filter(_ -> enabled && type.isPresent());
        return kind instanceof ServiceKind.OneShot ? none(asked, layers, problems) : asked;
    }

    /** A task has nothing to be asked: how it is shows in how it ends. */
    private static Optional<HealthCheck> none(
            Optional<HealthCheck> asked, Layers layers, Problems problems) {
        Fields fields = layers.of("type");
        asked.ifPresent(
                check ->
                        problems.warning(
                                fields.placeOf("type"),
                                fields.pathOf("type"),
                                "is not used: a service of startup.type '"
                                        + KindSection.ONESHOT
                                        + "' is not checked, its exit code tells"));
        return Optional.empty();
    }

    private HealthCheck check(
            Layers layers, String type, Map<String, String> settings, Problems problems) {
        Duration interval =
                layers.get(fields -> time(fields, "interval", SHORTEST_INTERVAL))
                        .orElse(defaults.checkInterval());
        Optional<Duration> timeout = layers.get(fields -> time(fields, "timeout", Forms.SHORTEST));
        timeout.filter(given -> given.compareTo(interval) > 0)
                .ifPresent(given -> warnOfOverlap(layers, given, interval, problems));
        return new HealthCheck(
                type,
                interval,
                timeout.orElse(shorter(defaults.checkTimeout(), interval)),
                inARow(layers, "retries", defaults.checkRetries()),
                inARow(layers, "successes", 1),
                settings);
    }

    private static Optional<Duration> time(Fields fields, String key, Duration from) {
        return fields.value(key, Forms.duration(from, Forms.LONGEST));
    }

    /** An agent-wide default must not outlast an interval that the package chose. */
    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void warnOfOverlap(
            Layers layers, Duration timeout, Duration interval, Problems problems) {
        Fields fields = layers.of("timeout");
        problems.warning(
                fields.placeOf("timeout"),
                fields.pathOf("timeout"),
                Durations.format(timeout)
                        + " is longer than the interval of "
                        + Durations.format(interval));
    }

    /** Zero is what the existing files say for "not given". */
    private static int inARow(Layers layers, String key, int otherwise) {
        return layers.get(fields -> fields.number(key, 0, MAX_IN_A_ROW))
                .filter(number -> number > 0)
                .orElse(otherwise);
    }

    private Map<String, String> settings(Layers layers, Problems problems) {
        for (Fields fields : List.of(layers.upper(), layers.lower())) {
            PORTS.forEach(key -> fields.number(key, 0, MAX_PORT));
            List.of("http_path", "http_method", "script_path").forEach(fields::text);
            warnOfMisspelling(fields, problems);
        }
        Map<String, String> settings = layers.everyText();
        OWN.forEach(settings::remove);
        PORTS.forEach(key -> settings.remove(key, "0"));
        settings.values().removeIf(String::isBlank);
        layers.get(fields -> fields.value("script_path", Forms::path))
                .filter(path -> settings.containsKey("script_path"))
                .ifPresent(path -> settings.put("script_path", beside(path)));
        return settings;
    }

    private String beside(Path script) {
        return directory.resolve(script).normalize().toString();
    }

    /** Any key may be a plugin's; one that nearly is one of ours most likely is not. */
    private static void warnOfMisspelling(Fields fields, Problems problems) {
        for (String key : fields.everyText().keySet()) {
            String hint = OWN.contains(key) ? "" : Spelling.hint(key, OWN);
            if (!hint.isEmpty()) {
                problems.warning(
                        fields.placeOf(key), fields.pathOf(key), "not a key of the agent's" + hint);
            }
        }
    }

    private static Optional<String> firstPort(Fields top, Problems problems) {
        Optional<String> first = Optional.empty();
        for (Node item : top.items("ports")) {
            Fields port = Forms.item(item, "ports", problems);
            Optional<Integer> number = port.number("number", 1, MAX_PORT);
            first = first.or(() -> number.map(String::valueOf));
            port.text("protocol");
            port.text("description");
            port.reportUnknown(false);
        }
        return first;
    }
}
