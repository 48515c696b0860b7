package hostler.controller.grpc;

import hostler.configs.api.ConfigOutcome;
import hostler.configs.api.ConfigOutcome.Applied;
import hostler.configs.api.ConfigOutcome.ChangedFile;
import hostler.configs.api.ConfigOutcome.PutBack;
import hostler.configs.api.ConfigOutcome.Reason;
import hostler.configs.api.ConfigOutcome.Refused;
import hostler.configs.api.ConfigOutcome.Unchanged;
import hostler.configs.api.ConfigText;
import hostler.configs.api.ServiceConfigs;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.proto.pb.ApplyConfigsReq;
import hostler.proto.pb.ApplyConfigsResp;
import hostler.proto.pb.ConfigItem;
import hostler.proto.pb.GetConfigsReq;
import hostler.proto.pb.GetConfigsResp;
import hostler.proto.pb.UpdatedFileDetail;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code GetConfigs} and {@code ApplyConfigs} as the Controller knows them: a change that is not in
 * force is no error of the call, but {@code success=false} with {@code failed to update config
 * files: [CODE] reason}.
 */
final class PackageConfigs {
    private static final String FAILED = "failed to update config files: ";

    private final Swappable<ServiceConfigs> configs;

    PackageConfigs(Swappable<ServiceConfigs> configs) {
        this.configs = configs;
    }

    /**
     * The files, in the order of declaration.
     *
     * @throws ServiceException INTERNAL also for a service that does not exist, as ever
     */
    GetConfigsResp get(GetConfigsReq request) throws ServiceException {
        if (request.getPackage().isEmpty()) {
            throw noName();
        }
        ServiceConfigs now = configs.get();
        try {
            ServiceId id = Answers.service(request.getPackage());
            GetConfigsResp.Builder answer = GetConfigsResp.newBuilder();
            ConfigsWire.fitting(now.get(id).files()).forEach(file -> answer.addConfigs(item(file)));
            return answer.build();
        } catch (ServiceException e) {
            throw new ServiceException(
                    Failure.INTERNAL, "failed to get config files: " + coded(e), e);
        }
    }

    private static ServiceException noName() {
        return new ServiceException(Failure.INVALID_ARGUMENT, "package name cannot be empty");
    }

    private static ConfigItem item(ConfigText file) {
        return ConfigItem.newBuilder()
                .setFileName(file.file().toString())
                .setContent(file.content())
                .build();
    }

    /**
     * Changes files; blocks until the outcome is certain.
     *
     * @throws ServiceException INVALID_ARGUMENT without a package or files; UNAVAILABLE
     */
    ApplyConfigsResp apply(ApplyConfigsReq request) throws ServiceException {
        if (request.getPackage().isEmpty()) {
            throw noName();
        }
        if (request.getConfigsCount() == 0) {
            throw new ServiceException(Failure.INVALID_ARGUMENT, "no configs provided");
        }
        ServiceConfigs now = configs.get();
        try {
            return answer(applied(now, request));
        } catch (ServiceException e) {
            if (e.failure() == Failure.UNAVAILABLE) {
                throw e;
            }
            return failure(coded(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException(
                    Failure.UNAVAILABLE, "the agent ends; the change goes on or is put back", e);
        }
    }

    private static ConfigOutcome applied(ServiceConfigs configs, ApplyConfigsReq request)
            throws ServiceException, InterruptedException {
        ServiceId id = Answers.service(request.getPackage());
        List<ConfigText> files = new ArrayList<>();
        for (ConfigItem item : request.getConfigsList()) {
            files.add(ConfigsWire.text(item.getFileName(), item.getContent()));
        }
        return configs.apply(id, files, ConfigsWire.terms(""), line -> {});
    }

    private static ApplyConfigsResp answer(ConfigOutcome outcome) {
        return switch (outcome) {
            case Unchanged unchanged -> success().build();
            case Applied applied ->
                    success()
                            .addAllUpdatedFiles(
                                    applied.files().stream().map(PackageConfigs::updated).toList())
                            .build();
            case Refused(Reason reason, String message) ->
                    failure(ConfigsWire.coded(reason, message));
            case PutBack(Reason reason, String message) ->
                    failure(ConfigsWire.coded(reason, message));
        };
    }

    private static ApplyConfigsResp.Builder success() {
        return ApplyConfigsResp.newBuilder()
                .setSuccess(true)
                .setMessage("Configs applied successfully");
    }

    private static ApplyConfigsResp failure(String reason) {
        return ApplyConfigsResp.newBuilder().setMessage(FAILED + reason).build();
    }

    private static UpdatedFileDetail updated(ChangedFile file) {
        return UpdatedFileDetail.newBuilder()
                .setFileName(file.file().toString())
                .setByteCount(file.bytes())
                .build();
    }

    private static String coded(ServiceException e) {
        String code =
                switch (e.failure()) {
                    case NOT_FOUND -> "SERVICE_NOT_FOUND";
                    case INVALID_ARGUMENT, FAILED_PRECONDITION, PERMISSION_DENIED ->
                            "INVALID_REQUEST";
                    case INTERNAL, UNAVAILABLE, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED ->
                            "INTERNAL_ERROR";
                };
        return "[" + code + "] " + e.getMessage();
    }
}
