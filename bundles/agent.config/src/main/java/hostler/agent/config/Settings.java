package hostler.agent.config;

import hostler.agent.config.Setting.Mode;
import hostler.agent.config.Setting.Target;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A value for every key of agent.yaml: what the file says, and the defaults for the rest. */
public final class Settings {
    private final Map<String, Object> values;

    private Settings(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    /** What an empty file means. */
    public static Settings defaults(Path home) {
        return of(home, Map.of());
    }

    static Settings of(Path home, Map<String, Object> given) {
        Map<String, Object> values = new LinkedHashMap<>(given);
        for (Setting setting : Schema.SETTINGS) {
            values.computeIfAbsent(setting.key(), key -> setting.fallback().value(home, given));
        }
        return new Settings(values);
    }

    /**
     * The value of a key as the components get it: durations are milliseconds, sizes bytes, paths
     * absolute.
     *
     * @throws IllegalArgumentException for a key that agent.yaml does not have
     */
    public Object value(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("agent.yaml has no key '" + key + "'");
        }
        return value;
    }

    /** Properties by PID. */
    Map<String, Map<String, Object>> byPid() {
        Map<String, Map<String, Object>> byPid = new TreeMap<>();
        for (Setting setting : Schema.SETTINGS) {
            for (Target target : setting.targets()) {
                byPid.computeIfAbsent(target.pid(), pid -> new TreeMap<>())
                        .putIfAbsent(target.property(), value(setting.key()));
            }
        }
        return byPid;
    }

    /** The keys of a mode that have an effect and another value than before. */
    List<String> changedSince(Settings before, Mode mode) {
        return Schema.SETTINGS.stream()
                .filter(setting -> setting.mode() == mode && !setting.targets().isEmpty())
                .map(Setting::key)
                .filter(key -> !value(key).equals(before.value(key)))
                .toList();
    }

    /** These values, with the running ones where a change waits for the next start. */
    Settings whileRunning(Settings running) {
        Map<String, Object> values = new LinkedHashMap<>(this.values);
        for (String key : changedSince(running, Mode.RESTART)) {
            values.put(key, running.value(key));
        }
        return new Settings(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings settings && values.equals(settings.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values);
    }

    /** Values may hold passwords: the keys alone are shown. */
    @Override
    public String toString() {
        return "Settings" + values.keySet();
    }
}
