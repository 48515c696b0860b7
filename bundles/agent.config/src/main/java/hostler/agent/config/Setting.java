package hostler.agent.config;

import hostler.settings.Durations;
import hostler.settings.Fields;
import hostler.settings.Sizes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One key of agent.yaml.
 *
 * @param key dotted path in the file: {@code server.grpc_port}
 * @param reader how its value is read and checked
 * @param fallback what holds when the key is absent
 * @param mode when a changed value comes into force
 * @param targets the properties it feeds; empty: accepted, and nothing uses it yet
 */
record Setting(String key, Reader reader, Fallback fallback, Mode mode, List<Target> targets) {

    /** When a changed value comes into force. */
    enum Mode {
        /** At once. */
        LIVE,
        /** At the agent's next start. */
        RESTART
    }

    /** A property of a component's configuration. */
    record Target(String pid, String property) {}

    /** Reads a key of a table; empty when it is absent or wrong, and what is wrong is reported. */
    @FunctionalInterface
    interface Reader {
        Optional<?> read(Fields table, String name, Path home);
    }

    /** The value of an absent key, from the agent's directory and what the file does say. */
    @FunctionalInterface
    interface Fallback {
        Object value(Path home, Map<String, Object> given);
    }

    static Setting flag(String key, boolean fallback) {
        return of(key, (table, name, home) -> table.flag(name), fallback);
    }

    static Setting number(String key, int fallback, int from, int to) {
        return of(key, (table, name, home) -> table.number(name, from, to), fallback);
    }

    static Setting decimal(String key, double fallback, double from) {
        return of(key, (table, name, home) -> table.decimal(name, from), fallback);
    }

    /** A duration; its property is in milliseconds. */
    static Setting duration(String key, String fallback, String from) {
        Duration least = Durations.parse(from);
        return of(
                key,
                (table, name, home) -> table.duration(name, least).map(Duration::toMillis),
                Durations.parse(fallback).toMillis());
    }

    /** A size; its property is in bytes. */
    static Setting size(String key, String fallback, String from) {
        return of(
                key,
                (table, name, home) -> table.value(name, text -> atLeast(from, text)),
                Sizes.parse(fallback));
    }

    static Setting text(String key, String fallback) {
        return of(key, (table, name, home) -> table.text(name), fallback);
    }

    /** A text that must say something, in one word. */
    static Setting name(String key, String fallback) {
        return of(key, (table, name, home) -> table.value(name, Setting::oneWord), fallback);
    }

    /** One of a few words; the first is the default. */
    static Setting word(String key, String... words) {
        return of(
                key,
                (table, name, home) -> table.value(name, text -> among(words, text)),
                words[0]);
    }

    /** A path; a relative one lies below the agent's directory. */
    static Setting path(String key, String fallback) {
        return new Setting(
                key,
                (table, name, home) -> table.value(name, text -> under(home, oneLine(text))),
                (home, given) -> under(home, fallback),
                Mode.LIVE,
                List.of());
    }

    static Setting texts(String key, String... fallback) {
        return of(
                key,
                (table, name, home) ->
                        table.has(name)
                                ? Optional.of(List.copyOf(table.texts(name)))
                                : Optional.empty(),
                List.of(fallback));
    }

    /** A table whose inside nobody reads yet. */
    static Setting table(String key) {
        return of(
                key,
                (table, name, home) ->
                        table.has(name)
                                ? Optional.of(Map.copyOf(table.table(name).everyText()))
                                : Optional.empty(),
                Map.of());
    }

    private static Setting of(String key, Reader reader, Object fallback) {
        return new Setting(key, reader, (home, given) -> fallback, Mode.LIVE, List.of());
    }

    /** This key, feeding one more property. */
    Setting feeds(String pid, String property) {
        List<Target> more = new ArrayList<>(targets);
        more.add(new Target(pid, property));
        return new Setting(key, reader, fallback, mode, List.copyOf(more));
    }

    /** This key, changed by a restart of the agent only. */
    Setting atStart() {
        return new Setting(key, reader, fallback, Mode.RESTART, targets);
    }

    /** This key, taking another key's value while it is absent itself. */
    Setting orElse(String other) {
        return new Setting(
                key,
                reader,
                (home, given) ->
                        given.containsKey(other) ? given.get(other) : fallback.value(home, given),
                mode,
                targets);
    }

    private static String oneWord(String text) {
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("a text without spaces was expected");
        }
        return text;
    }

    private static String oneLine(String text) {
        if (text.isBlank() || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("a path was expected");
        }
        return text;
    }

    private static String among(String[] words, String text) {
        if (!Arrays.asList(words).contains(text)) {
            throw new IllegalArgumentException(
                    "one of " + String.join(", ", words) + " was expected");
        }
        return text;
    }

    private static long atLeast(String from, String text) {
        long size = Sizes.parse(text);
        if (size < Sizes.parse(from)) {
            throw new IllegalArgumentException("a size of at least " + from + " was expected");
        }
        return size;
    }

    private static String under(Path home, String path) {
        return home.resolve(path).normalize().toString();
    }
}
