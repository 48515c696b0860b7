package hostler.core.packages;

import hostler.core.api.ServiceId;
import hostler.core.api.ServiceKind;
import hostler.core.api.Startup;
import hostler.os.api.Signal;
import hostler.settings.Fields;
import hostler.settings.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tables {@code binary} and {@code startup}; either may be missing. */
final class StartupSection {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Pattern METHOD = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** What systemd accepts, see systemd.unit(5), but for a dash that looks like an option. */
    private static final Pattern UNIT = Pattern.compile("(?!-)[A-Za-z0-9:_.\\\\@-]{1,255}");

    private final Path directory;
    private final Path workspace;
    private final ServiceId id;
    private final Predicate<Path> exists;

    StartupSection(Path directory, Path workspace, ServiceId id, Predicate<Path> exists) {
        this.directory = directory;
        this.workspace = workspace;
        this.id = id;
        this.exists = exists;
    }

    Startup read(Fields top, Problems problems) {
        Fields startup = top.table("startup");
        Optional<Path> executable = executable(top.table("binary"));
        String method = method(startup, executable, problems);
        if (method.equals("direct") && executable.isEmpty()) {
            problems.error(
                    top.placeOf("binary"),
                    "binary.path",
                    "missing; startup.method 'direct' starts the program at this path");
        }
        Path workingDirectory = workingDirectory(startup, executable);
        KindSection kind = KindSection.read(startup, workingDirectory);
        Startup read =
                new Startup(
                        method,
                        unit(startup),
                        executable,
                        startup.texts("args"),
                        environment(startup, problems),
                        workingDirectory,
                        Forms.text(startup, "user"),
                        Forms.text(startup, "group"),
                        time(startup, "timeout", timeout(kind.kind())),
                        startup.value("stop_signal", StartupSection::signal).orElse(Signal.TERM),
                        time(startup, "stop_timeout", GRACE),
                        startup.value("reload_signal", StartupSection::signal),
                        ProcessSection.read(startup),
                        kind.kind(),
                        kind.readiness());
        startup.accept("autostart");
        startup.reportUnknown(false);
        return read;
    }

    /**
     * A relative path is looked for beside the package.json, then in the workspace's directory of
     * the package's name; where neither has it, the first is what a start will miss.
     */
    private Optional<Path> executable(Fields binary) {
        binary.text("name");
        Optional<Path> path =
                binary.value("path", Forms::path).filter(given -> !given.toString().isBlank());
        binary.reportUnknown(false);
        return path.map(
                given -> {
                    Path beside = directory.resolve(given).normalize();
                    return Stream.of(beside, workspace.resolve(id.name()).resolve(given))
                            .map(Path::normalize)
                            .filter(exists)
                            .findFirst()
                            .orElse(beside);
                });
    }

    private static String method(Fields startup, Optional<Path> executable, Problems problems) {
        Optional<String> method =
                startup.value(
                        "method",
                        text ->
                                text.isBlank()
                                        ? ""
                                        : Forms.matching(METHOD, "a launcher's type").parse(text));
        if (method.filter(text -> !text.isEmpty()).isPresent()) {
            return method.get();
        }
        if (executable.isPresent()) {
            return "direct";
        }
        if (!startup.has("service_name") && !startup.has("method")) {
            problems.error(
                    startup.place(),
                    startup.pathOf("method"),
                    "missing; give binary.path to start a program, or startup.method 'systemd'"
                            + " for a unit");
        }
        return "systemd";
    }

    private String unit(Fields startup) {
        return startup.value(
                        "service_name",
                        text ->
                                text.isBlank()
                                        ? id.name()
                                        : Forms.matching(UNIT, "the name of a unit").parse(text))
                .orElse(id.name());
    }

    private static Map<String, String> environment(Fields startup, Problems problems) {
        startup.map("environment");
        Fields table = startup.table("environment");
        Map<String, String> environment = table.everyText();
        for (String name : environment.keySet()) {
            if (name.isEmpty() || name.contains("=")) {
                table.reportWrong(name, "the name of a variable was expected, not '" + name + "'");
            }
            if (name.startsWith("LD_")) {
                problems.warning(
                        table.placeOf(name),
                        table.pathOf(name),
                        "changes which code is loaded into the program");
            }
        }
        return environment;
    }

    private Path workingDirectory(Fields startup, Optional<Path> executable) {
        return startup.value("working_directory", Forms::path)
                .filter(path -> !path.toString().isBlank())
                .map(path -> directory.resolve(path).normalize())
                .or(() -> executable.map(path -> path.resolveSibling("").normalize()))
                .orElse(directory);
    }

    /** A task takes as long as it takes, unless its package says how long it may. */
    private static Duration timeout(ServiceKind kind) {
        return kind instanceof ServiceKind.OneShot ? Forms.LONGEST : TIMEOUT;
    }

    private static Duration time(Fields startup, String key, Duration otherwise) {
        return startup.value(key, Forms.duration(Forms.SHORTEST, Forms.LONGEST)).orElse(otherwise);
    }

    static Signal signal(String name) {
        try {
            return Signal.named(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a signal such as TERM or INT was expected", e);
        }
    }
}
