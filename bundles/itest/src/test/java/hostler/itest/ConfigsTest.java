package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.proto.pb.ApplyConfigsReq;
import hostler.proto.pb.ApplyConfigsResp;
import hostler.proto.pb.ConfigItem;
import hostler.proto.pb.GetConfigsReq;
import hostler.proto.pb.PackageGrpc;
import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The configuration of a real service, as the Controller pushes it and as an operator changes it.
 * The service ends at once with "crash" in its file, is never ready with "unready", and notes what
 * it has read.
 */
@Timeout(300)
class ConfigsTest {
    private static final String OLD = "port: 1\n";

    @TempDir Path temporary;
    private Path directory;
    private LiveAgent agent;
    private Path file;

    @BeforeEach
    void prepare() throws Exception {
        directory = temporary.toRealPath();
        agent = new LiveAgent(directory);
        Path web = Files.createDirectories(directory.resolve("workspace/web/conf"));
        file = Files.writeString(web.resolve("web.yaml"), OLD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    @AfterEach
    void end() throws Exception {
        agent.close();
    }

    private void install(String config) {
        agent.workspace()
                .shell(
                        "web",
                        """
                        cat conf/web.yaml >> seen
                        ! grep -q crash conf/web.yaml || exit 7
                        trap 'cat conf/web.yaml >> seen' HUP
                        while :; do sleep 100000 & wait $!; kill $!; done
                        """,
                        "\"config\": {\"directory\": \"conf\", \"main_file\": \"web.yaml\""
                                + config
                                + "}, \"healthcheck\": {\"type\": \"script\", \"script_path\": \"check\","
                                + " \"interval\": \"30s\", \"timeout\": \"5s\", \"retries\": 2}")
                .script("web", "check", "! grep -qE 'unready|sick' " + file);
    }

    private void run(String config) throws IOException {
        install(config);
        agent.start();
        agent.awaitState("web", State.STATE_RUNNING);
    }

    private ApplyConfigsResp apply(String content) {
        return PackageGrpc.newBlockingStub(agent.channel())
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .applyConfigs(
                        ApplyConfigsReq.newBuilder()
                                .setPackage("web")
                                .addConfigs(item(content))
                                .build());
    }

    private ConfigItem item(String content) {
        return ConfigItem.newBuilder().setFileName(file.toString()).setContent(content).build();
    }

    private int pid() {
        return agent.service("web").map(Service::getPid).orElse(0);
    }

    private Path seen() {
        return directory.resolve("workspace/web/seen");
    }

    private void assertThatTheOldFileIsBack() throws IOException {
        assertThat(file).hasContent(OLD);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    /** Defect 4: the service is restarted, once, and not at all when nothing changes. */
    @Test
    void aGoodContentIsTakenAndTheServiceRestartedOnce() throws Exception {
        run(", \"soak\": \"2s\"");
        int before = pid();
        ApplyConfigsResp answer = apply("port: 2\n");

        assertThat(answer.getSuccess()).as(answer.getMessage()).isTrue();
        assertThat(answer.getMessage()).isEqualTo("Configs applied successfully");
        assertThat(answer.getUpdatedFiles(0).getFileName()).isEqualTo(file.toString());
        assertThat(seen()).hasContent(OLD + "port: 2\n");
        assertThat(
                        PackageGrpc.newBlockingStub(agent.channel())
                                .getConfigs(GetConfigsReq.newBuilder().setPackage("web").build())
                                .getConfigsList())
                .containsExactly(item("port: 2\n"));
        int after = pid();
        assertThat(after).isNotEqualTo(before);
        assertThat(apply("port: 2\n").getSuccess()).isTrue();
        assertThat(pid()).isEqualTo(after);
    }

    @Test
    void aContentTheServiceDiesOfIsPutBackAndNotTriedAgain() throws Exception {
        run(", \"soak\": \"2s\"");
        ApplyConfigsResp answer = apply("crash: 1\n");

        assertThat(answer.getSuccess()).isFalse();
        assertThat(answer.getMessage())
                .startsWith(
                        "failed to update config files: [SERVICE_START_FAILED] web does not work")
                .contains("exited with code 7");
        assertThatTheOldFileIsBack();
        agent.awaitState("web", State.STATE_RUNNING);
        int pid = pid();
        assertThat(apply("crash: 1\n").getMessage()).contains("this content was put back before");
        assertThat(pid()).isEqualTo(pid);
        assertThat(seen()).content().endsWith(OLD);
    }

    @Test
    void aContentTheServiceIsNeverReadyWithIsPutBack() throws Exception {
        run(", \"soak\": \"3s\"");
        ApplyConfigsResp answer = apply("unready: 1\n");

        assertThat(answer.getMessage()).contains("[HEALTH_CHECK_FAILED]").contains("not ready");
        assertThatTheOldFileIsBack();
        agent.awaitState("web", State.STATE_RUNNING);
    }

    @Test
    void aSignalIsEnoughWhereThePackageSaysSo() throws Exception {
        run(", \"effect\": \"signal\", \"signal\": \"HUP\", \"soak\": \"4s\"");
        int before = pid();
        assertThat(apply("port: 2\n").getSuccess()).isTrue();
        assertThat(pid()).isEqualTo(before);
        agent.await("it reads", () -> Files.readString(seen()).endsWith("port: 2\n"));

        assertThat(apply("sick: 1\n").getMessage()).contains("[HEALTH_CHECK_FAILED]");
        assertThat(file).hasContent("port: 2\n");
        agent.awaitState("web", State.STATE_RUNNING);
        agent.await("it reads again", () -> Files.readString(seen()).endsWith("port: 2\n"));
    }

    @Test
    void aChangeTheAgentDiesInIsPutBackWhenItReturns() throws Exception {
        run(", \"soak\": \"15s\"");
        CompletableFuture<Void> lost =
                CompletableFuture.runAsync(() -> apply("port: 2\n"))
                        .handle((answer, broken) -> null);
        agent.await(
                "it runs with the new file",
                () -> Files.readString(seen()).equals(OLD + "port: 2\n"));
        agent.kill();
        lost.join();
        assertThat(file).hasContent("port: 2\n");

        agent.start();
        agent.await(
                "it runs with the old file",
                () -> Files.readString(seen()).equals(OLD + "port: 2\n" + OLD));
        assertThatTheOldFileIsBack();
        agent.awaitState("web", State.STATE_RUNNING);
    }

    @Test
    void anOperatorPlansAppliesComparesAndGoesBack() throws Exception {
        run(", \"soak\": \"1s\"");
        Path fresh = Files.writeString(directory.resolve("web.yaml"), "port: 2\n");

        Outcome plan = agent.hostler("config", "web", "plan", fresh.toString());
        assertThat(plan.out()).contains("-port: 1", "+port: 2", "web is stopped and started again");
        assertThat(file).hasContent(OLD);
        Outcome apply = agent.hostler("config", "web", "apply", fresh.toString());
        assertThat(apply.exitCode()).as(apply.err()).isZero();
        assertThat(apply.out()).isEqualTo("applied as version 2: web was restarted and works\n");
        assertThat(apply.err()).contains("web was restarted; it is watched for 1s");
        assertThat(agent.hostler("config", "web").out()).isEqualTo("port: 2\n");
        assertThat(agent.hostler("config", "web", "history").out())
                .contains("root on the local socket  applied", "unknown");
        assertThat(agent.hostler("config", "web", "diff").out()).contains("-port: 1\n+port: 2\n");
        Files.writeString(fresh, "crash: 1\n");
        Outcome bad = agent.hostler("config", "web", "apply", fresh.toString());
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.out()).startsWith("put back: [SERVICE_START_FAILED]");
        assertThat(agent.hostler("config", "web", "allow").out()).startsWith("1 contents");
        assertThat(agent.hostler("config", "web", "rollback").exitCode()).isZero();
        assertThatTheOldFileIsBack();
        assertThat(agent.hostler("config", "web", "plan", "/nowhere/web.yaml").exitCode())
                .isEqualTo(2);
    }
}
