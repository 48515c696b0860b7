package hostler.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who a process is, read from /proc by the test itself: the independent observer, which never asks
 * the agent.
 */
record Identity(int pid, long startTicks) implements Comparable<Identity> {
    private static final Comparator<Identity> ORDER =
            Comparator.comparingInt(Identity::pid).thenComparingLong(Identity::startTicks);

    /** The process that has this pid now. */
    static Optional<Identity> of(int pid) {
        return stat(pid).map(fields -> new Identity(pid, Long.parseLong(fields.get(19))));
    }

    /** Whether this very process lives and is no zombie. */
    boolean alive() {
        return stat(pid)
                .filter(fields -> Long.parseLong(fields.get(19)) == startTicks)
                .filter(fields -> !fields.getFirst().equals("Z"))
                .isPresent();
    }

    /** Whether the kernel says that it stands still: by a signal, or with its control group. */
    boolean stopped() {
        return stat(pid).filter(fields -> fields.getFirst().equals("T")).isPresent() || frozen();
    }

    /** By the group of the one v2 hierarchy, wherever that is mounted; see cgroups(7). */
    private boolean frozen() {
        return Stream.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified")
                .map(root -> Path.of(root + group(), "cgroup.events"))
                .filter(Files::exists)
                .flatMap(Identity::lines)
                .anyMatch("frozen 1"::equals);
    }

    private String group() {
        return lines(Path.of("/proc/" + pid + "/cgroup"))
                .filter(line -> line.startsWith("0::"))
                .map(line -> line.substring("0::".length()))
                .findFirst()
                .orElse("/");
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException gone) {
            return Stream.empty();
        }
    }

    @Override
    public int compareTo(Identity other) {
        return ORDER.compare(this, other);
    }

    int parent() {
        return Integer.parseInt(stat(pid).orElseThrow().get(1));
    }

    /** Whether it leads a session, as the main process of every launch does. */
    boolean leadsASession() {
        return stat(pid).filter(fields -> fields.get(3).equals(Integer.toString(pid))).isPresent();
    }

    void kill() {
        ProcessHandle.of(pid).filter(handle -> alive()).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** The fields of proc_pid_stat(5) from the third on; the second may hold anything. */
    private static Optional<List<String>> stat(int pid) {
        try {
            String line = Files.readString(Path.of("/proc", Integer.toString(pid), "stat"));
            return Optional.of(List.of(line.substring(line.lastIndexOf(')') + 2).split(" ")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return Optional.empty();
            }
            throw new UncheckedIOException(e);
        }
    }
}
