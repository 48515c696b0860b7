package hostler.cli;

import com.google.protobuf.Timestamp;
import hostler.proto.v1.AllowConfigRequest;
import hostler.proto.v1.AllowConfigResponse;
import hostler.proto.v1.ApplyConfigRequest;
import hostler.proto.v1.ConfigFile;
import hostler.proto.v1.ConfigFileChange;
import hostler.proto.v1.ConfigOutcome;
import hostler.proto.v1.ConfigProgress;
import hostler.proto.v1.ConfigResult;
import hostler.proto.v1.ConfigVersion;
import hostler.proto.v1.ConfigsGrpc;
import hostler.proto.v1.GetConfigRequest;
import hostler.proto.v1.GetConfigResponse;
import hostler.proto.v1.GetConfigVersionRequest;
import hostler.proto.v1.ListConfigVersionsRequest;
import hostler.proto.v1.ListConfigVersionsResponse;
import hostler.proto.v1.PlanConfigResponse;
import hostler.proto.v1.PlannedConfigFile;
import hostler.proto.v1.RollbackConfigRequest;
import io.grpc.stub.StreamObserver;

/**
 * Configuration of which version N holds "a: N"; a content with "bad" in it is refused by a plan
 * and put back by a change.
 */
final class FakeConfigs extends ConfigsGrpc.ConfigsImplBase {
    static final String PATH = "/etc/web/web.yaml";

    private static <T> void answer(StreamObserver<T> caller, T answer) {
        caller.onNext(answer);
        caller.onCompleted();
    }

    private static GetConfigResponse version(int number) {
        return GetConfigResponse.newBuilder()
                .setHash("hash" + number)
                .addDeclared(PATH)
                .addDeclared("/etc/web/extra.json")
                .addFiles(
                        ConfigFile.newBuilder()
                                .setPath(PATH)
                                .setContent("first: 0\na: " + number + "\nlast: 9\n"))
                .build();
    }

    @Override
    public void getConfig(GetConfigRequest request, StreamObserver<GetConfigResponse> caller) {
        answer(caller, version(3));
    }

    @Override
    public void getConfigVersion(
            GetConfigVersionRequest request, StreamObserver<GetConfigResponse> caller) {
        answer(caller, version(request.getVersion()));
    }

    @Override
    public void planConfig(ApplyConfigRequest request, StreamObserver<PlanConfigResponse> caller) {
        ConfigFile file = request.getFiles(0);
        answer(
                caller,
                PlanConfigResponse.newBuilder()
                        .addFiles(
                                PlannedConfigFile.newBuilder()
                                        .setPath(file.getPath())
                                        .setChange(ConfigFileChange.CONFIG_FILE_CHANGE_CHANGED)
                                        .setBefore(version(3).getFiles(0).getContent())
                                        .setAfter(file.getContent()))
                        .setEffect("web is stopped and started again")
                        .setRefusal(file.getContent().contains("bad") ? "[CONFIG_INVALID] no" : "")
                        .build());
    }

    @Override
    public void applyConfig(ApplyConfigRequest request, StreamObserver<ConfigProgress> caller) {
        boolean bad = request.getFiles(0).getContent().contains("bad");
        end(
                caller,
                bad
                        ? ConfigResult.newBuilder()
                                .setOutcome(ConfigOutcome.CONFIG_OUTCOME_PUT_BACK)
                                .setMessage("[HEALTH_CHECK_FAILED] web is not ready")
                        : ConfigResult.newBuilder()
                                .setOutcome(ConfigOutcome.CONFIG_OUTCOME_APPLIED)
                                .setVersion(4)
                                .setMessage(request.getFiles(0).getPath() + " is in force"));
    }

    @Override
    public void rollbackConfig(
            RollbackConfigRequest request, StreamObserver<ConfigProgress> caller) {
        end(
                caller,
                ConfigResult.newBuilder()
                        .setOutcome(ConfigOutcome.CONFIG_OUTCOME_UNCHANGED)
                        .setMessage("to " + request.getVersion() + request.getExpectedHash()));
    }

    private static void end(StreamObserver<ConfigProgress> caller, ConfigResult.Builder result) {
        caller.onNext(ConfigProgress.newBuilder().setLine("web was restarted").build());
        answer(caller, ConfigProgress.newBuilder().setResult(result).build());
    }

    @Override
    public void listConfigVersions(
            ListConfigVersionsRequest request, StreamObserver<ListConfigVersionsResponse> caller) {
        ListConfigVersionsResponse.Builder versions = ListConfigVersionsResponse.newBuilder();
        for (int number = 3; number > 0; number--) {
            versions.addVersions(
                    ConfigVersion.newBuilder()
                            .setNumber(number)
                            .setBy("root")
                            .setHow("applied")
                            .setAt(Timestamp.getDefaultInstance())
                            .addFiles(PATH));
        }
        answer(caller, versions.build());
    }

    @Override
    public void allowConfig(
            AllowConfigRequest request, StreamObserver<AllowConfigResponse> caller) {
        answer(caller, AllowConfigResponse.newBuilder().setForgotten(2).build());
    }
}
