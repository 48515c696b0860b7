package hostler.launcher.api;

import hostler.core.api.Readiness;
import hostler.core.api.ServiceSpec;
import hostler.os.api.LineWatch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Where a line says that a launch is ready ({@link Readiness.LogLine}), for launchers whose
 * launches write to {@link hostler.core.api.Logging#file}. A handle keeps it: by the time of a
 * recovery the specification may be another.
 *
 * @param file the log, as an absolute path
 * @param text what a line of it is to contain
 */
public record ReadyLog(Path file, String text) {
    private static final String FILE = "ready_log";
    private static final String TEXT = "ready_text";

    /** Of a service that is to be launched; empty when no line makes it ready. */
    public static Optional<ReadyLog> of(ServiceSpec spec) {
        return spec.startup().readiness() instanceof Readiness.LogLine(String text)
                ? Optional.of(new ReadyLog(spec.logging().file().toAbsolutePath(), text))
                : Optional.empty();
    }

    /** As {@link #in} has put it into the data of a handle. */
    public static Optional<ReadyLog> of(LaunchHandle handle) {
        Map<String, String> data = handle.data();
        return Optional.ofNullable(data.get(FILE))
                .map(file -> new ReadyLog(Path.of(file), data.getOrDefault(TEXT, "")));
    }

    /** The data of a handle, and this with it under keys of its own. */
    public Map<String, String> in(Map<String, String> data) {
        Map<String, String> more = new HashMap<>(data);
        more.put(FILE, file.toString());
        more.put(TEXT, text);
        return Map.copyOf(more);
    }

    /**
     * Waits for the line, as {@link LineWatch#search} says.
     *
     * @param from where the output of the launch begins; empty: nobody knows, so only what is
     *     written from now on is its own
     * @param ready told at most once, as {@link LineWatch#search} tells
     */
    public LineWatch.Search await(
            LineWatch watch, OptionalLong from, Consumer<LaunchEvent.Ready> ready) {
        return watch.search(
                file,
                text,
                from,
                line -> ready.accept(new LaunchEvent.Ready("its log says: " + line)));
    }
}
