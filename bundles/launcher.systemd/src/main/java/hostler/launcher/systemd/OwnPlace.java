package hostler.launcher.systemd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a process is in the control group hierarchy, which is also the tree of systemd's units; see
 * cgroups(7) on {@code /proc/PID/cgroup}.
 *
 * @param path from the root of the v2 hierarchy, with a leading slash
 */
record OwnPlace(String path) {
    private static final Path OF_THIS_PROCESS = Path.of("/proc/self/cgroup");
    private static final String V2 = "0::";

    /** That of this process; the root where there is no v2 hierarchy. */
    static OwnPlace now() throws IOException {
        List<String> lines = Files.readAllLines(OF_THIS_PROCESS, StandardCharsets.ISO_8859_1);
        return new OwnPlace(
                lines.stream()
                        .filter(line -> line.startsWith(V2))
                        .map(line -> line.substring(V2.length()))
                        .findFirst()
                        .orElse("/"));
    }

    /**
     * The group below which a manager has its units, with a slash at its end; empty when this
     * process is none of them.
     */
    Optional<String> below(Scope scope) {
        if (scope.system()) {
            return Optional.of("/");
        }
        String manager = "/user@" + scope.word() + ".service/";
        int at = path.indexOf(manager);
        return at < 0 ? Optional.empty() : Optional.of(path.substring(0, at + manager.length()));
    }

    /** The service that this process is of, among the units of a manager. */
    Optional<String> service(Scope scope) {
        return below(scope).stream()
                .flatMap(above -> Stream.of(path.substring(above.length()).split("/", -1)))
                .filter(unit -> unit.endsWith(".service"))
                .findFirst();
    }
}
