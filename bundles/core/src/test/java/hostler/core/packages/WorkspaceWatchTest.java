package hostler.core.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceWatchTest {
    private final BlockingQueue<Thread> changes = new LinkedBlockingQueue<>();

    @TempDir Path directory;
    private Path workspace;
    private WorkspaceWatch watch;

    @BeforeEach
    void begin() throws IOException {
        workspace = Files.createDirectories(directory.resolve("workspace"));
        Files.createDirectories(workspace.resolve("old/deep"));
        Files.createDirectories(workspace.resolve("old/node_modules"));
        watch = new WorkspaceWatch(workspace, () -> changes.add(Thread.currentThread()));
    }

    @AfterEach
    void end() {
        watch.close();
    }

    private void awaitChange() throws InterruptedException {
        assertThat(changes.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aNewPackageIsTold() throws Exception {
        Files.writeString(workspace.resolve("old/deep/package.json"), "{}");

        awaitChange();
    }

    @Test
    void aPackageInANewDirectoryIsTold() throws Exception {
        Files.createDirectories(workspace.resolve("new/deep"));
        awaitChange();

        Files.writeString(workspace.resolve("new/deep/package.json"), "{}");
        awaitChange();
        Files.delete(workspace.resolve("new/deep/package.json"));
        awaitChange();
    }

    @Test
    void aTreeThatIsMovedInAndOutIsTold() throws Exception {
        Path tree = Files.createDirectories(directory.resolve("tree/deep")).getParent();
        Path moved = workspace.resolve("moved");
        Files.move(tree, moved);
        awaitChange();

        Files.writeString(moved.resolve("deep/package.json"), "{}");
        awaitChange();
        Files.move(moved, tree);
        awaitChange();
    }

    @Test
    void manyChangesAtOnceAreToldOnceOnItsThread() throws Exception {
        for (int i = 0; i < 50; i++) {
            Files.writeString(workspace.resolve("package.json"), "{" + i + "}");
        }

        assertThat(changes.poll(10, TimeUnit.SECONDS))
                .extracting(Thread::getName)
                .isEqualTo("workspace-watch");
        assertThat(changes).isEmpty();
    }

    /** That nothing comes can only be waited for. */
    @Test
    void otherFilesAreNotTold() throws Exception {
        Files.writeString(workspace.resolve("old/service.log"), "busy");
        Files.writeString(workspace.resolve("old/node_modules/package.json"), "{}");
        Files.createDirectories(workspace.resolve("old/.git"));
        assertThat(changes.poll(500, TimeUnit.MILLISECONDS)).isNull();

        Files.writeString(workspace.resolve("old/package.json"), "{}");
        awaitChange();
    }

    @Test
    void aWorkspaceThatGoesIsTold() throws Exception {
        for (String path : new String[] {"old/deep", "old/node_modules", "old", ""}) {
            Files.delete(workspace.resolve(path));
        }

        awaitChange();
    }

    @Test
    void closingEndsItsThread() throws Exception {
        Files.writeString(workspace.resolve("package.json"), "{}");
        Thread thread = changes.poll(10, TimeUnit.SECONDS);
        assertThat(thread).isNotNull();

        watch.close();

        assertThat(thread.isAlive()).isFalse();
        Files.writeString(workspace.resolve("package.json"), "{1}");
        assertThat(changes).isEmpty();
    }
}
