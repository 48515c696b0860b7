package hostler.controller.grpc;

import hostler.configs.api.ConfigSet;
import hostler.configs.api.ConfigTerms;
import hostler.configs.api.ConfigText;
import hostler.configs.api.ServiceConfigs;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.proto.v1.AllowConfigRequest;
import hostler.proto.v1.AllowConfigResponse;
import hostler.proto.v1.ApplyConfigRequest;
import hostler.proto.v1.ConfigFile;
import hostler.proto.v1.ConfigProgress;
import hostler.proto.v1.ConfigsGrpc;
import hostler.proto.v1.GetConfigRequest;
import hostler.proto.v1.GetConfigResponse;
import hostler.proto.v1.GetConfigVersionRequest;
import hostler.proto.v1.ListConfigVersionsRequest;
import hostler.proto.v1.ListConfigVersionsResponse;
import hostler.proto.v1.PlanConfigResponse;
import hostler.proto.v1.Role;
import hostler.proto.v1.RollbackConfigRequest;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** {@code hostler.v1.Configs}: the configuration files of services and their history. */
final class ConfigsService extends ConfigsGrpc.ConfigsImplBase {
    private final Swappable<ServiceConfigs> configs;
    private final ServiceRegistry registry;
    private final OpenStreams open;

    ConfigsService(Swappable<ServiceConfigs> configs, ServiceRegistry registry, OpenStreams open) {
        this.configs = configs;
        this.registry = registry;
        this.open = open;
    }

    @Override
    public void getConfig(GetConfigRequest request, StreamObserver<GetConfigResponse> caller) {
        Answers.answer(
                caller,
                () -> {
                    ServiceId id = Answers.service(request.getService());
                    return shown(id, configs.get().get(id));
                });
    }

    /** Exact to the Controller and to administrators, masked to everybody else. */
    private GetConfigResponse shown(ServiceId id, ConfigSet set) throws ServiceException {
        boolean exact = Caller.CURRENT.get().may(Role.ROLE_CONTROLLER);
        List<ConfigText> files = exact ? set.files() : configs.get().masked(id, set.files());
        return ConfigsWire.files(set, files).setMasked(!exact).addAllDeclared(declared(id)).build();
    }

    private List<String> declared(ServiceId id) {
        return registry.find(id).stream()
                .flatMap(status -> status.spec().configuration().files().stream())
                .map(file -> file.path().toString())
                .toList();
    }

    @Override
    public void planConfig(ApplyConfigRequest request, StreamObserver<PlanConfigResponse> caller) {
        Answers.answer(
                caller,
                () ->
                        ConfigsWire.plan(
                                configs.get()
                                        .plan(
                                                Answers.service(request.getService()),
                                                texts(request),
                                                ConfigsWire.terms(request.getExpectedHash()))));
    }

    private static List<ConfigText> texts(ApplyConfigRequest request) throws ServiceException {
        List<ConfigText> texts = new ArrayList<>();
        for (ConfigFile file : request.getFilesList()) {
            texts.add(ConfigsWire.text(file.getPath(), file.getContent()));
        }
        if (texts.isEmpty()) {
            throw new ServiceException(Failure.INVALID_ARGUMENT, "no files are given");
        }
        return texts;
    }

    @Override
    public void applyConfig(ApplyConfigRequest request, StreamObserver<ConfigProgress> caller) {
        ConfigTerms terms = ConfigsWire.terms(request.getExpectedHash());
        follow(
                caller,
                telling -> {
                    ServiceId id = Answers.service(request.getService());
                    return configs.get().apply(id, texts(request), terms, telling);
                });
    }

    @Override
    public void rollbackConfig(
            RollbackConfigRequest request, StreamObserver<ConfigProgress> caller) {
        ConfigTerms terms = ConfigsWire.terms(request.getExpectedHash());
        OptionalInt version =
                request.getVersion() > 0
                        ? OptionalInt.of(request.getVersion())
                        : OptionalInt.empty();
        follow(
                caller,
                telling -> {
                    ServiceId id = Answers.service(request.getService());
                    return configs.get().rollback(id, version, terms, telling);
                });
    }

    private void follow(StreamObserver<ConfigProgress> caller, ConfigRun.Change change) {
        OutboundStream<ConfigProgress> stream = OutboundStream.to(caller, open);
        stream.run("grpc-config", () -> new ConfigRun(change, stream).run());
    }

    @Override
    public void listConfigVersions(
            ListConfigVersionsRequest request, StreamObserver<ListConfigVersionsResponse> caller) {
        Answers.answer(
                caller,
                () ->
                        ListConfigVersionsResponse.newBuilder()
                                .addAllVersions(
                                        configs
                                                .get()
                                                .history(Answers.service(request.getService()))
                                                .stream()
                                                .map(ConfigsWire::version)
                                                .toList())
                                .build());
    }

    @Override
    public void getConfigVersion(
            GetConfigVersionRequest request, StreamObserver<GetConfigResponse> caller) {
        Answers.answer(
                caller,
                () -> {
                    ServiceId id = Answers.service(request.getService());
                    return shown(id, configs.get().version(id, request.getVersion()));
                });
    }

    @Override
    public void allowConfig(
            AllowConfigRequest request, StreamObserver<AllowConfigResponse> caller) {
        Answers.answer(
                caller,
                () ->
                        AllowConfigResponse.newBuilder()
                                .setForgotten(
                                        configs.get()
                                                .allow(
                                                        Answers.service(request.getService()),
                                                        Caller.CURRENT.get().name()))
                                .build());
    }
}
