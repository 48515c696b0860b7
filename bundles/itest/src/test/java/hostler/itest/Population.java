package hostler.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every process of every service of a workspace, found by its working directory in one pass over
 * /proc: what an observer sees who never asks the agent.
 */
record Population(Map<String, Set<Identity>> processes) {

    static Population of(Workspace workspace) {
        Map<String, Set<Identity>> found = new TreeMap<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            entries.filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .forEach(entry -> count(entry, workspace, found));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Population(found);
    }

    private static void count(Path entry, Workspace workspace, Map<String, Set<Identity>> found) {
        Optional<Identity> identity = Identity.of(Integer.parseInt(entry.getFileName().toString()));
        home(entry, workspace)
                .ifPresent(
                        service ->
                                identity.filter(Identity::alive)
                                        .ifPresent(
                                                living ->
                                                        found.computeIfAbsent(
                                                                        service,
                                                                        name -> new TreeSet<>())
                                                                .add(living)));
    }

    private static Optional<String> home(Path entry, Workspace workspace) {
        try {
            Path directory = Files.readSymbolicLink(entry.resolve("cwd"));
            return directory.startsWith(workspace.directory())
                            && !directory.equals(workspace.directory())
                    ? Optional.of(workspace.directory().relativize(directory).getName(0).toString())
                    : Optional.empty();
        } catch (IOException e) {
            // It has ended, or it is the kernel's.
            return Optional.empty();
        }
    }

    /** The processes of one service. */
    Set<Identity> of(String service) {
        return processes.getOrDefault(service, Set.of());
    }

    /** The processes of some services only. */
    Population only(List<String> services) {
        Map<String, Set<Identity>> some = new TreeMap<>(processes);
        some.keySet().retainAll(services);
        return new Population(some);
    }

    int size() {
        return processes.values().stream().mapToInt(Set::size).sum();
    }
}
