package hostler.controller.grpc;

import static hostler.controller.grpc.DoorFixture.statusOf;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.configs.api.ConfigOutcome.Applied;
import hostler.configs.api.ConfigOutcome.ChangedFile;
import hostler.configs.api.ConfigOutcome.PutBack;
import hostler.configs.api.ConfigOutcome.Reason;
import hostler.configs.api.ConfigOutcome.Refused;
import hostler.configs.api.ConfigText;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.proto.pb.ApplyConfigsReq;
import hostler.proto.pb.ApplyConfigsResp;
import hostler.proto.pb.ConfigItem;
import hostler.proto.pb.GetConfigsReq;
import hostler.proto.pb.PackageGrpc;
import hostler.proto.pb.UpdatedFileDetail;
import hostler.proto.v1.AllowConfigRequest;
import hostler.proto.v1.ApplyConfigRequest;
import hostler.proto.v1.ConfigFile;
import hostler.proto.v1.ConfigOutcome;
import hostler.proto.v1.ConfigProgress;
import hostler.proto.v1.ConfigsGrpc;
import hostler.proto.v1.GetConfigRequest;
import hostler.proto.v1.GetConfigResponse;
import hostler.proto.v1.GetConfigVersionRequest;
import hostler.proto.v1.ListConfigVersionsRequest;
import hostler.proto.v1.PlanConfigResponse;
import hostler.proto.v1.Role;
import hostler.proto.v1.RollbackConfigRequest;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigsTest {
    private static final ConfigItem MAIN =
            ConfigItem.newBuilder()
                    .setFileName("/etc/web/web.yaml")
                    .setContent("password: y\n")
                    .build();

    private DoorFixture door;
    private PackageGrpc.PackageBlockingStub controller;
    private ConfigsGrpc.ConfigsBlockingStub operator;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory);
        controller = PackageGrpc.newBlockingStub(door.tcp());
        operator = ConfigsGrpc.newBlockingStub(door.local());
    }

    @AfterEach
    void close() {
        door.close();
    }

    private ApplyConfigsResp apply(String service, ConfigItem... items) {
        return controller.applyConfigs(
                ApplyConfigsReq.newBuilder()
                        .setPackage(service)
                        .addAllConfigs(List.of(items))
                        .build());
    }

    @Test
    void theControllerGetsAbsoluteNamesAndExactBytes() {
        assertThat(
                        controller
                                .getConfigs(GetConfigsReq.newBuilder().setPackage("web").build())
                                .getConfigsList())
                .containsExactly(
                        MAIN.toBuilder().setContent("password: x\n").build(),
                        ConfigItem.newBuilder()
                                .setFileName("/etc/web/extra.json")
                                .setContent("{}")
                                .build());
    }

    @Test
    void whatCannotBeGotIsInternalAsEver() {
        Status unknown =
                statusOf(
                        () ->
                                controller.getConfigs(
                                        GetConfigsReq.newBuilder().setPackage("nope").build()));
        Status nameless = statusOf(() -> controller.getConfigs(GetConfigsReq.getDefaultInstance()));

        assertThat(unknown.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(unknown.getDescription())
                .isEqualTo(
                        "failed to get config files: [SERVICE_NOT_FOUND] service nope not found");
        assertThat(nameless.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void anAppliedChangeNamesItsFiles() {
        door.configs.outcome =
                new Applied(
                        2,
                        "def",
                        List.of(new ChangedFile(Path.of("/etc/web/web.yaml"), 12)),
                        "web was restarted and works");

        assertThat(apply("web", MAIN))
                .isEqualTo(
                        ApplyConfigsResp.newBuilder()
                                .setSuccess(true)
                                .setMessage("Configs applied successfully")
                                .addUpdatedFiles(
                                        UpdatedFileDetail.newBuilder()
                                                .setFileName("/etc/web/web.yaml")
                                                .setByteCount(12))
                                .build());
        assertThat(door.configs.wanted)
                .containsExactly(new ConfigText(Path.of("/etc/web/web.yaml"), "password: y\n"));
        assertThat(door.configs.terms.orElseThrow().by()).isEqualTo("controller");
    }

    @Test
    void nothingToChangeIsASuccessWithoutFiles() {
        assertThat(apply("web", MAIN).getSuccess()).isTrue();
        assertThat(apply("web", MAIN).getUpdatedFilesList()).isEmpty();
    }

    /** Contract section 10, seen on a live run. */
    @Test
    void anUnknownPackageIsAnAnswerAndNoError() {
        assertThat(apply("nope", MAIN))
                .isEqualTo(
                        ApplyConfigsResp.newBuilder()
                                .setMessage(
                                        "failed to update config files: [SERVICE_NOT_FOUND] service"
                                                + " nope not found")
                                .build());
    }

    @Test
    void whatIsNotInForceIsNoSuccessWithItsReason() {
        door.configs.outcome = new PutBack(Reason.HEALTH_CHECK_FAILED, "web is not ready");
        assertThat(apply("web", MAIN).getMessage())
                .isEqualTo("failed to update config files: [HEALTH_CHECK_FAILED] web is not ready");
        door.configs.outcome = new Refused(Reason.CONFIG_NOT_FOUND, "no such file");
        assertThat(apply("web", MAIN).getSuccess()).isFalse();
        door.configs.failure = new ServiceException(Failure.INTERNAL, "cannot read /etc/web/x");
        assertThat(apply("web", MAIN).getMessage())
                .isEqualTo(
                        "failed to update config files: [INTERNAL_ERROR] cannot read /etc/web/x");
    }

    @Test
    void aRequestWithoutPackageOrFilesIsInvalid() {
        assertThat(statusOf(() -> apply("", MAIN)).getDescription())
                .isEqualTo("package name cannot be empty");
        Status none = statusOf(() -> apply("web"));
        assertThat(none.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(none.getDescription()).isEqualTo("no configs provided");
    }

    @Test
    void aNameThatIsNoPathIsRefused() {
        for (String name : List.of("", "\0", "/etc/web//web.yaml", "/etc/web/web.yaml/")) {
            assertThat(apply("web", MAIN.toBuilder().setFileName(name).build()).getMessage())
                    .startsWith("failed to update config files: [INVALID_REQUEST] ");
        }
        assertThat(door.configs.wanted).isEmpty();
    }

    @Test
    void theCallersDeadlineIsKnown() {
        var hurried = controller.withDeadlineAfter(20, TimeUnit.SECONDS);
        var _ =
                hurried.applyConfigs(
                        ApplyConfigsReq.newBuilder().setPackage("web").addConfigs(MAIN).build());

        assertThat(door.configs.terms.orElseThrow().patience().orElseThrow())
                .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
        apply("web", MAIN);
        assertThat(door.configs.terms.orElseThrow().patience()).isEmpty();
    }

    @Test
    void anAdministratorIsToldWhatIsDoneAndHowItEnds() {
        door.configs.outcome = new PutBack(Reason.SERVICE_START_FAILED, "exit code 1");
        Iterator<ConfigProgress> told =
                operator.applyConfig(
                        ApplyConfigRequest.newBuilder()
                                .setService("web")
                                .setExpectedHash("abc")
                                .addFiles(
                                        ConfigFile.newBuilder()
                                                .setPath("/etc/web/web.yaml")
                                                .setContent("a: 1\n"))
                                .build());

        assertThat(told.next().getLine()).isEqualTo("web was restarted");
        var result = told.next().getResult();
        assertThat(result.getOutcome()).isEqualTo(ConfigOutcome.CONFIG_OUTCOME_PUT_BACK);
        assertThat(result.getMessage()).isEqualTo("[SERVICE_START_FAILED] exit code 1");
        assertThat(told.hasNext()).isFalse();
        assertThat(door.configs.terms.orElseThrow().expectedHash()).isEqualTo(Optional.of("abc"));
    }

    @Test
    void whatCannotBeBegunEndsTheCall() {
        Status status =
                statusOf(
                        () ->
                                operator.rollbackConfig(
                                                RollbackConfigRequest.newBuilder()
                                                        .setService("nope")
                                                        .build())
                                        .next());

        assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void aVersionIsRolledBackTo() {
        Iterator<ConfigProgress> told =
                operator.rollbackConfig(
                        RollbackConfigRequest.newBuilder().setService("web").setVersion(7).build());

        assertThat(told.next().getLine()).contains("7");
        assertThat(told.next().getResult().getOutcome())
                .isEqualTo(ConfigOutcome.CONFIG_OUTCOME_UNCHANGED);
    }

    @Test
    void aPlanSaysWhatWouldHappen() {
        PlanConfigResponse plan =
                operator.planConfig(
                        ApplyConfigRequest.newBuilder()
                                .setService("web")
                                .addFiles(ConfigFile.newBuilder().setPath("/etc/web/web.yaml"))
                                .build());

        assertThat(plan.getEffect()).isEqualTo("web is stopped and started again");
        assertThat(plan.getRefusal()).isEqualTo("[CONFIG_INVALID] put back before");
        assertThat(plan.getFiles(0).getBefore()).isEqualTo("old");
    }

    @Test
    void theHistoryIsTold() {
        var versions =
                operator.listConfigVersions(
                        ListConfigVersionsRequest.newBuilder().setService("web").build());
        assertThat(versions.getVersions(0).getNumber()).isEqualTo(3);
        assertThat(versions.getVersions(0).getBy()).isEqualTo("root");
        assertThat(
                        operator.getConfigVersion(
                                        GetConfigVersionRequest.newBuilder()
                                                .setService("web")
                                                .setVersion(3)
                                                .build())
                                .getFilesCount())
                .isEqualTo(2);
        assertThat(
                        operator.allowConfig(
                                        AllowConfigRequest.newBuilder().setService("web").build())
                                .getForgotten())
                .isEqualTo(2);
    }

    /** Fault H11: nobody on the wire has the role of a viewer yet, so the handler is asked. */
    @Test
    void aLesserRoleSeesSecretsMasked() throws Exception {
        assertThat(get(Role.ROLE_CONTROLLER).getMasked()).isFalse();
        assertThat(get(Role.ROLE_CONTROLLER).getFiles(0).getContent()).isEqualTo("password: x\n");
        assertThat(get(Role.ROLE_OPERATOR).getMasked()).isTrue();
        assertThat(get(Role.ROLE_VIEWER).getFiles(0).getContent()).isEqualTo("masked");
        assertThat(get(Role.ROLE_VIEWER).getHash()).isEqualTo("abc");
    }

    private GetConfigResponse get(Role role) throws Exception {
        ConfigsService service =
                new ConfigsService(
                        new Swappable<>("configs", () -> door.configs),
                        door.core,
                        new OpenStreams());
        var answer = new CompletableFuture<GetConfigResponse>();
        Context.current()
                .withValue(Caller.CURRENT, new Caller("somebody", role, true))
                .run(
                        () ->
                                service.getConfig(
                                        GetConfigRequest.newBuilder().setService("web").build(),
                                        new AnswerObserver<>(answer)));
        return answer.get(10, TimeUnit.SECONDS);
    }

    private record AnswerObserver<T>(CompletableFuture<T> answer) implements StreamObserver<T> {
        @Override
        public void onNext(T value) {
            answer.complete(value);
        }

        @Override
        public void onError(Throwable thrown) {
            answer.completeExceptionally(thrown);
        }

        @Override
        public void onCompleted() {}
    }
}
