package hostler.core.packages;

import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceConfiguration.Effect;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.api.Startup;
import hostler.settings.Fields;
import hostler.settings.Node;
import hostler.settings.Problem;
import hostler.settings.Problems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Puts the specification together from the sections of one document. */
final class PackageReader {
    /** Stands in for a name that is wrong, so that the rest is still looked at. */
    private static final ServiceId UNNAMED = new ServiceId("unnamed");

    /** Keys other tools read, or that are read where they are needed. */
    private static final String[] ELSEWHERE = {
        "unit_file", "post_install_script", "pre_uninstall_script"
    };

    private final Path file;
    private final byte[] content;
    private final PackageDefaults defaults;
    private final Predicate<Path> exists;
    private final Problems problems;

    PackageReader(
            Path file,
            byte[] content,
            PackageDefaults defaults,
            Predicate<Path> exists,
            Problems problems) {
        this.file = file;
        this.content = content;
        this.defaults = defaults;
        this.exists = exists;
        this.problems = problems;
    }

    PackageFile.Parsed read(Node root) {
        Fields top = Fields.of(root, problems);
        if (!(root instanceof Node.Table)) {
            return new PackageFile.Parsed(Optional.empty(), Optional.empty(), located());
        }
        Optional<ServiceId> id = name(top);
        ServiceSpec spec = spec(top, id.orElse(UNNAMED));
        top.accept(ELSEWHERE);
        top.reportUnknown(false);
        return new PackageFile.Parsed(
                id, problems.fatal() ? Optional.empty() : Optional.of(spec), located());
    }

    private List<PackageProblem> located() {
        // A key that is asked for twice is wrong twice.
        List<Problem> found = problems.list().stream().distinct().toList();
        List<PackageProblem> told =
                new ArrayList<>(
                        found.stream()
                                .limit(PackageFile.MAX_PROBLEMS)
                                .map(problem -> PackageFile.located(file, problem))
                                .toList());
        int more = found.size() - told.size();
        if (more > 0) {
            told.add(
                    new PackageProblem(
                            file, 0, 0, "", "and " + more + " more problems", problems.fatal()));
        }
        return told;
    }

    private static Optional<ServiceId> name(Fields top) {
        if (!top.has("package")) {
            top.reportMissing("package");
        }
        return top.value("package", PackageReader::serviceId);
    }

    /** A service's name, refused in words that fit into "..., not 'x'". */
    static ServiceId serviceId(String text) {
        if (!ServiceId.isValid(text)) {
            throw new IllegalArgumentException(
                    "a service name of the form " + ServiceId.FORM + " was expected");
        }
        return new ServiceId(text);
    }

    private ServiceSpec spec(Fields top, ServiceId id) {
        Fields operations = top.table("operations");
        Path directory = file.resolveSibling("").toAbsolutePath().normalize();
        Startup startup =
                new StartupSection(directory, defaults.workspace(), id, exists).read(top, problems);
        ServiceSpec spec =
                new ServiceSpec(
                        id,
                        top.text("version").orElse(""),
                        top.text("description").orElse(""),
                        file,
                        new String(content, StandardCharsets.UTF_8),
                        startup,
                        new HealthCheckSection(directory, defaults)
                                .read(top, operations, startup.kind(), problems),
                        DependencySection.read(top, operations, problems),
                        RecoverySection.read(
                                operations.table("auto_recovery"), defaults.recovery()),
                        LoggingSection.read(top.table("logging"), id, defaults),
                        top.table("startup").flag("autostart").orElse(defaults.autostart()),
                        new ConfigSection(directory, id, ConfigSection.BASE).read(top, problems));
        checkEffect(spec, top.table("config"));
        checkMetrics(operations.table("metrics"));
        operations.reportUnknown(false);
        return spec;
    }

    private void checkEffect(ServiceSpec spec, Fields config) {
        boolean reloaded = spec.configuration().effect() instanceof Effect.Reloaded;
        if (reloaded && spec.startup().method().equals("direct") && !hasReloadSignal(spec)) {
            problems.error(
                    config.placeOf("effect"),
                    config.pathOf("effect"),
                    "'reload' needs startup.reload_signal where startup.method is 'direct'");
        }
    }

    private static boolean hasReloadSignal(ServiceSpec spec) {
        return spec.startup().reloadSignal().isPresent();
    }

    private static void checkMetrics(Fields metrics) {
        metrics.flag("enabled");
        metrics.value("interval", Forms.duration(Forms.SHORTEST, Forms.LONGEST));
        metrics.reportUnknown(false);
    }
}
