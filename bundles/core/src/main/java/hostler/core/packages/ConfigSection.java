package hostler.core.packages;

import hostler.core.api.ServiceConfiguration;
import hostler.core.api.ServiceConfiguration.DeclaredFile;
import hostler.core.api.ServiceConfiguration.Effect;
import hostler.core.api.ServiceConfiguration.Format;
import hostler.core.api.ServiceId;
import hostler.os.api.Signal;
import hostler.settings.Fields;
import hostler.settings.Node;
import hostler.settings.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The table {@code config}, and {@code restart_on_config_change} beside it. */
final class ConfigSection {
    /** Below it every package has a directory of its name. */
    static final Path BASE =
            WorkspaceScan.agentIsRoot()
                    ? Path.of("/etc")
                    : Path.of(System.getProperty("user.home"), ".config");

    private static final Duration LONGEST_SOAK = Duration.ofMinutes(30);
    private static final Map<String, Format> FORMATS =
            Map.of(
                    "json", Format.JSON,
                    "yaml", Format.YAML,
                    "yml", Format.YAML,
                    "toml", Format.TOML,
                    "ini", Format.INI,
                    "properties", Format.PROPERTIES);

    private final Path packageDirectory;
    private final ServiceId id;
    private final Path base;

    /**
     * @param packageDirectory what a relative {@code config.directory} is resolved under
     * @param base where the directory of a package without one is
     */
    ConfigSection(Path packageDirectory, ServiceId id, Path base) {
        this.packageDirectory = packageDirectory;
        this.id = id;
        this.base = base;
    }

    ServiceConfiguration read(Fields top, Problems problems) {
        Fields config = top.table("config");
        Path directory = directory(config);
        Map<Path, Format> files = new LinkedHashMap<>();
        Optional<String> format = Forms.text(config, "format");
        config.value("main_file", text -> below(directory, text))
                .filter(file -> !file.equals(directory))
                .ifPresent(file -> files.put(file, format(file, format)));
        for (Node template : config.items("templates")) {
            readTemplate(Forms.item(template, "config.templates", problems), directory, files);
        }
        ServiceConfiguration configuration =
                new ServiceConfiguration(
                        files.entrySet().stream().map(ConfigSection::declared).toList(),
                        effect(top, config),
                        config.value("soak", Forms.duration(Forms.SHORTEST, LONGEST_SOAK)));
        config.reportUnknown(false);
        return configuration;
    }

    private static DeclaredFile declared(Map.Entry<Path, Format> file) {
        return new DeclaredFile(file.getKey(), file.getValue());
    }

    private Path directory(Fields config) {
        return config.value("directory", Forms::path)
                .filter(path -> !path.toString().isBlank())
                .map(path -> packageDirectory.resolve(path).normalize())
                .orElseGet(() -> base.resolve(id.name()));
    }

    /** Blank stands for absent, as in the existing files, and is the directory itself. */
    private static Path below(Path directory, String text) {
        Path file = text.isBlank() ? directory : directory.resolve(Forms.path(text)).normalize();
        if (!file.startsWith(directory)) {
            throw new IllegalArgumentException("a file below " + directory + " was expected");
        }
        return file;
    }

    private static void readTemplate(Fields fields, Path directory, Map<Path, Format> files) {
        fields.text("source");
        Optional<String> type = Forms.text(fields, "type");
        fields.value("destination", text -> destination(directory, text))
                .filter(file -> !file.equals(directory))
                .ifPresent(file -> files.putIfAbsent(file, format(file, type)));
        fields.reportUnknown(false);
    }

    private static Path destination(Path directory, String text) {
        Path path = Forms.path(text);
        return path.isAbsolute() ? path.normalize() : below(directory, text);
    }

    /** By what the package says; by the file's ending where that says nothing. */
    private static Format format(Path file, Optional<String> named) {
        String name = String.valueOf(file.getFileName());
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return FORMATS.getOrDefault(named.orElse(ending).toLowerCase(Locale.ROOT), Format.PLAIN);
    }

    private static Effect effect(Fields top, Fields config) {
        boolean restart = top.flag("restart_on_config_change").orElse(true);
        Optional<Signal> signal =
                config.value(
                        "signal",
                        text -> text.isBlank() ? Signal.HUP : StartupSection.signal(text));
        return config.value("effect", text -> effect(text, signal.orElse(Signal.HUP)))
                .orElse(restart ? new Effect.Restarted() : new Effect.Nothing());
    }

    private static Effect effect(String text, Signal signal) {
        return switch (text) {
            case "none" -> new Effect.Nothing();
            case "reload" -> new Effect.Reloaded();
            case "signal" -> new Effect.Signalled(signal);
            case "restart" -> new Effect.Restarted();
            default ->
                    throw new IllegalArgumentException(
                            "one of "
                                    + List.of("none", "reload", "signal", "restart")
                                    + " was expected");
        };
    }
}
