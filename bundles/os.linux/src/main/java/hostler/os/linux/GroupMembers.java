package hostler.os.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is in which control group of the v2 hierarchy, and what a group has used; see "Core Interface
 * Files" in the kernel's cgroup-v2.rst. A group that is gone has nobody.
 */
final class GroupMembers {

    private static final String V2 = "0::";
    private static final String CPU = "usage_usec ";

    private final Path proc;
    private final Path mount;

    /**
     * @param proc where {@code /proc} is
     * @param mount where the hierarchy is
     */
    GroupMembers(Path proc, Path mount) {
        this.proc = proc;
        this.mount = mount;
    }

    /** Of this machine; empty where there is no such hierarchy. */
    static Optional<GroupMembers> ofMachine() {
        try {
            return CgroupMount.in(Path.of("/proc/self/mountinfo"))
                    .map(mount -> new GroupMembers(Path.of("/proc"), mount));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read /proc/self/mountinfo", e);
        }
    }

    /**
     * The directory of the group that a process was given for itself and what it starts: neither
     * the whole machine's, nor the agent's, nor its parent's.
     */
    Optional<Path> own(ProcStat main) {
        return path(Integer.toString(main.pid()))
                .filter(path -> !path.equals("/") && !path.contains("/.."))
                .filter(path -> !sharedWith("self", path))
                .filter(path -> !sharedWith(Integer.toString(main.parent()), path))
                .map(path -> mount.resolve(path.substring(1)));
    }

    private boolean sharedWith(String process, String path) {
        return path(process).filter(path::equals).isPresent();
    }

    private Optional<String> path(String process) {
        return lines(proc.resolve(process).resolve("cgroup"))
                .filter(line -> line.startsWith(V2))
                .map(line -> line.substring(V2.length()))
                .findFirst();
    }

    /** Whoever is in a group or below it. */
    Set<Integer> members(Path group) {
        try (Stream<Path> files = Files.walk(group)) {
            return files.filter(Files::isDirectory)
                    .flatMap(directory -> lines(directory.resolve("cgroup.procs")))
                    .map(Integer::valueOf)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException | UncheckedIOException gone) {
            return Set.of();
        }
    }

    /** The processor time of all that ever was in a group, in microseconds; empty: not counted. */
    OptionalLong cpuMicros(Path group) {
        return lines(group.resolve("cpu.stat"))
                .filter(line -> line.startsWith(CPU))
                .mapToLong(line -> Long.parseLong(line.substring(CPU.length())))
                .findFirst();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream();
        } catch (IOException gone) {
            return List.<String>of().stream();
        }
    }
}
