package hostler.agent.config;

import hostler.settings.DocumentException;
import hostler.settings.Fields;
import hostler.settings.Node;
import hostler.settings.Place;
import hostler.settings.Problem;
import hostler.settings.Problems;
import hostler.settings.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The agent's configuration file: YAML, checked whole. Pure; usable outside OSGi. */
public final class AgentFile {

    /**
     * What a file says.
     *
     * @param settings a value for every key; empty when the file cannot be used
     * @param problems everything that is wrong with it, warnings included, sorted by place
     */
    public record Parsed(Optional<Settings> settings, List<Problem> problems) {
        public Parsed {
            problems = List.copyOf(problems);
        }
    }

    private static final String TEMPLATE = "agent.yaml";

    private final Path home;
    private final Problems problems = new Problems();
    private final Map<String, Object> given = new LinkedHashMap<>();
    private final Map<String, Place> unused = new LinkedHashMap<>();

    private AgentFile(Path home) {
        this.home = home;
    }

    /**
     * Reads a file's content. A key that does not exist is an error, with the nearest one that
     * does; a known key that has no effect in this version is a warning.
     *
     * @param fileName as it is to be shown in problems
     * @param home the agent's directory: unset and relative paths lie below it
     */
    public static Parsed parse(String fileName, byte[] content, Path home) {
        AgentFile file = new AgentFile(home.toAbsolutePath().normalize());
        try {
            file.read(YamlDocument.read(fileName, content));
        } catch (DocumentException e) {
            file.problems.add(e.problem());
        }
        return file.parsed();
    }

    /** The documented file: every key with its default, all of it commented out. */
    public static String template() {
        try (InputStream in = AgentFile.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + TEMPLATE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the resource " + TEMPLATE, e);
        }
    }

    private void read(Node root) {
        readTable(Fields.of(root, problems), "");
        if (!problems.fatal()) {
            reportUnused();
        }
    }

    private void readTable(Fields table, String prefix) {
        for (String name : namesBelow(prefix)) {
            Optional<Setting> setting = Schema.find(prefix + name);
            if (setting.isPresent()) {
                readSetting(setting.get(), table, name);
            } else {
                readTable(table.table(name), prefix + name + ".");
            }
        }
        table.reportUnknown(true);
    }

    private void readSetting(Setting setting, Fields table, String name) {
        setting.reader()
                .read(table, name, home)
                .ifPresent(
                        value -> {
                            given.put(setting.key(), value);
                            if (setting.targets().isEmpty()) {
                                unused.put(setting.key(), table.placeOf(name));
                            }
                        });
    }

    private static Set<String> namesBelow(String prefix) {
        Set<String> names = new LinkedHashSet<>();
        for (Setting setting : Schema.SETTINGS) {
            if (setting.key().startsWith(prefix)) {
                String rest = setting.key().substring(prefix.length());
                names.add(rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest);
            }
        }
        return names;
    }

    /** One warning for each section: an existing file may well have thirty such keys. */
    private void reportUnused() {
        Map<String, List<String>> bySection = new TreeMap<>();
        for (String key : unused.keySet()) {
            bySection
                    .computeIfAbsent(key.substring(0, key.indexOf('.')), s -> new ArrayList<>())
                    .add(key);
        }
        bySection.forEach(
                (section, keys) -> {
                    Place place = unused.get(keys.getFirst());
                    if (place != null) {
                        String all = String.join(", ", keys);
                        problems.warning(
                                place, section, "accepted, but without effect so far: " + all);
                    }
                });
    }

    private Parsed parsed() {
        Optional<Settings> settings =
                problems.fatal() ? Optional.empty() : Optional.of(Settings.of(home, given));
        return new Parsed(settings, problems.list());
    }
}
