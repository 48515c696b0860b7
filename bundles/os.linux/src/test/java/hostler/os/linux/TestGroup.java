package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hostler.os.api.ControlGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real group for the time of a test; {@link #close} kills what is in it and removes it. */
record TestGroup(CgroupTree tree, ControlGroup group) implements AutoCloseable {

    static TestGroup open() throws IOException {
        CgroupTree tree = new CgroupTree();
        if (System.getenv("CI") != null) {
            assertThat(tree.obstacle()).as("a cgroup can be made").isEmpty();
        }
        assumeTrue(tree.obstacle().isEmpty(), () -> "no cgroups here: " + tree.obstacle());
        String name = "test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        return new TestGroup(tree, tree.create(tree.place("test", name).orElseThrow()));
    }

    Path directory() {
        return group.directory();
    }

    /** Until nobody lives in it: the kernel tells. */
    void awaitEmpty() throws IOException {
        Path file = directory().resolve("cgroup.events");
        int events = Descriptors.open(file, Descriptors.O_RDONLY);
        try {
            long end = System.nanoTime() + Launches.SOON.toNanos();
            while (group.populated() && System.nanoTime() < end) {
                if (readFrom(events).contains("populated 1")) {
                    Descriptors.changed(events, Duration.ofSeconds(1));
                }
            }
            assertThat(group.populated()).as("somebody lives in " + file).isFalse();
        } finally {
            Descriptors.close(events);
        }
    }

    private static String readFrom(int events) throws IOException {
        Descriptors.seek(events, 0, 0);
        return new String(Descriptors.read(events, 4096), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(directory())) {
            group.kill(Duration.ofSeconds(10));
            group.thaw();
            awaitEmpty();
            group.remove();
        }
        tree.close();
    }
}
