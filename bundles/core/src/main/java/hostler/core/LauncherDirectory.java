package hostler.core;

import hostler.core.api.ServiceStatus;
import hostler.launcher.api.Launcher;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The launchers that are there now, by type; of several, the one that came last is used. */
final class LauncherDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(LauncherDirectory.class);

    private final Map<String, List<GuardedLauncher>> newestFirst = new ConcurrentHashMap<>();
    private final Runnable onChange;

    /**
     * An empty directory.
     *
     * @param onChange told after every arrival and departure; must not block
     */
    LauncherDirectory(Runnable onChange) {
        this.onChange = onChange;
    }

    void add(String type, Launcher launcher) {
        Stream<GuardedLauncher> arrived = Stream.of(new GuardedLauncher(type, launcher));
        newestFirst.merge(
                type,
                arrived.toList(),
                (older, newer) -> Stream.concat(newer.stream(), older.stream()).toList());
        LOG.info("launcher of type '{}' is there", type);
        onChange.run();
    }

    void remove(String type, Launcher launcher) {
        newestFirst.computeIfPresent(
                type, (key, all) -> all.stream().filter(each -> !each.guards(launcher)).toList());
        LOG.info("launcher of type '{}' is gone", type);
        onChange.run();
    }

    /** What of the services cannot be started for want of something, and of what. */
    List<String> troubles(List<ServiceStatus> services) {
        Map<String, List<String>> namesByMethod =
                services.stream()
                        .collect(
                                Collectors.groupingBy(
                                        each -> each.spec().startup().method(),
                                        TreeMap::new,
                                        Collectors.mapping(
                                                each -> each.id().name(), Collectors.toList())));
        return namesByMethod.entrySet().stream()
                .flatMap(each -> trouble(each.getKey(), each.getValue()).stream())
                .toList();
    }

    private Optional<String> trouble(String type, List<String> names) {
        return find(type)
                .flatMap(GuardedLauncher::obstacle)
                .map(
                        obstacle ->
                                "services with startup.method '"
                                        + type
                                        + "' cannot be started: "
                                        + obstacle
                                        + "; these are: "
                                        + String.join(", ", names));
    }

    Optional<GuardedLauncher> find(String type) {
        return newestFirst.getOrDefault(type, List.of()).stream().findFirst();
    }
}
