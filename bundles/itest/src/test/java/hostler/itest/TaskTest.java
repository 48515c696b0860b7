package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Empty;
import hostler.proto.pb.GetHealthStatusReq;
import hostler.proto.pb.HealthGrpc;
import hostler.proto.pb.HealthStatus;
import hostler.proto.pb.PackItem;
import hostler.proto.pb.PackageGrpc;
import hostler.proto.pb.ServiceHealth;
import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services of {@code startup.type} "oneshot", as an operator and the Controller see them. */
class TaskTest {
    private static final String TASK =
            """
            {"package": "migrate", "binary": {"path": "run"},
             "startup": {"type": "oneshot", "autostart": true, "success_codes": [0, 3]}}
            """;

    @TempDir Path directory;
    private LiveAgent agent;

    @BeforeEach
    void prepare() throws Exception {
        agent = new LiveAgent(directory);
    }

    @AfterEach
    void end() throws Exception {
        agent.close();
    }

    @Test
    void whatDependsOnATaskStartsWhenItHasCompleted() throws Exception {
        agent.workspace()
                .write("migrate", TASK)
                .script("migrate", "run", "until [ -e go ]; do sleep 0.05; done; exit 3")
                .sleeper("after", "\"dependencies\": [\"migrate\"]");
        agent.start();
        agent.awaitState("migrate", State.STATE_STARTING);
        assertThat(agent.awaitState("after", State.STATE_WAITING).getReason()).contains("migrate");

        Files.createFile(directory.resolve("workspace/migrate/go"));

        agent.awaitState("after", State.STATE_RUNNING);
        Service task = agent.awaitState("migrate", State.STATE_COMPLETED);
        assertThat(task.getWanted()).isTrue();
        assertThat(task.getReady()).isFalse();
        assertThat(task.getTotalRestarts()).isZero();
        assertThat(task.getLastExit()).isEqualTo("exited with code 3");
    }

    @Test
    void theControllerSeesACompletedTaskAsNotRunningAndItsHealthAsUnknown() throws Exception {
        agent.workspace().write("migrate", TASK).script("migrate", "run", "exit 0");
        agent.start().awaitState("migrate", State.STATE_COMPLETED);

        PackItem item =
                PackageGrpc.newBlockingStub(agent.channel())
                        .withDeadlineAfter(20, TimeUnit.SECONDS)
                        .packageList(Empty.getDefaultInstance())
                        .getPackages(0);
        assertThat(item.getPackage()).isEqualTo("migrate");
        assertThat(item.getIsRunning()).isFalse();
        assertThat(item.getRunningDuration()).isZero();
        ServiceHealth health =
                HealthGrpc.newBlockingStub(agent.channel())
                        .withDeadlineAfter(20, TimeUnit.SECONDS)
                        .getHealthStatus(
                                GetHealthStatusReq.newBuilder().setPackage("migrate").build())
                        .getHealth();
        assertThat(health.getStatus()).isEqualTo(HealthStatus.HEALTH_STATUS_UNKNOWN);
        assertThat(health.getMessage()).startsWith("completed: ");
    }

    @Test
    void startRunsATaskAgainAndSucceedsWhenItDoes() throws Exception {
        agent.workspace().write("migrate", TASK).script("migrate", "run", "echo run >> runs");
        agent.start().awaitState("migrate", State.STATE_COMPLETED);

        Outcome again = agent.hostler("start", "migrate");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("completed");
        assertThat(directory.resolve("workspace/migrate/runs")).hasContent("run\nrun\n");
    }
}
