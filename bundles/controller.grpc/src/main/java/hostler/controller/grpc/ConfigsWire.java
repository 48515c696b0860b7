package hostler.controller.grpc;

import hostler.configs.api.ConfigOutcome;
import hostler.configs.api.ConfigOutcome.Applied;
import hostler.configs.api.ConfigOutcome.ChangedFile;
import hostler.configs.api.ConfigOutcome.PutBack;
import hostler.configs.api.ConfigOutcome.Reason;
import hostler.configs.api.ConfigOutcome.Refused;
import hostler.configs.api.ConfigOutcome.Unchanged;
import hostler.configs.api.ConfigPlan;
import hostler.configs.api.ConfigSet;
import hostler.configs.api.ConfigTerms;
import hostler.configs.api.ConfigText;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.proto.v1.ConfigFile;
import hostler.proto.v1.ConfigFileChange;
import hostler.proto.v1.ConfigResult;
import hostler.proto.v1.ConfigVersion;
import hostler.proto.v1.GetConfigResponse;
import hostler.proto.v1.PlanConfigResponse;
import hostler.proto.v1.PlannedConfigFile;
import io.grpc.Context;
import io.grpc.Deadline;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the wire says about configuration files. Pure functions, but for the call's deadline. */
final class ConfigsWire {
    private ConfigsWire() {}

    /**
     * A file as a caller names it. What is no path as the agent writes them is no declared file.
     *
     * @throws ServiceException INVALID_ARGUMENT
     */
    static ConfigText text(String name, String content) throws ServiceException {
        try {
            Path path = Path.of(name);
            if (!name.isEmpty() && path.toString().equals(name)) {
                return new ConfigText(path, content);
            }
        } catch (InvalidPathException e) {
            throw noPath(name, e);
        }
        throw noPath(name, null);
    }

    private static ServiceException noPath(
            String name, @org.jspecify.annotations.Nullable InvalidPathException cause) {
        String message =
                name.isEmpty()
                        ? "a file without a name"
                        : "'" + Answers.shortened(name) + "' is no path of a file";
        return cause == null
                ? new ServiceException(Failure.INVALID_ARGUMENT, message)
                : new ServiceException(Failure.INVALID_ARGUMENT, message, cause);
    }

    /** The terms of the call that is being handled. */
    static ConfigTerms terms(String expectedHash) {
        Deadline deadline = Context.current().getDeadline();
        return new ConfigTerms(
                Optional.of(expectedHash).filter(hash -> !hash.isEmpty()),
                Optional.ofNullable(deadline)
                        .map(due -> Duration.ofNanos(due.timeRemaining(TimeUnit.NANOSECONDS))),
                Caller.CURRENT.get().name());
    }

    /**
     * Refuses what is too much for one answer.
     *
     * @throws ServiceException INTERNAL saying how much it is
     */
    static List<ConfigText> fitting(List<ConfigText> files) throws ServiceException {
        long bytes = 0;
        for (ConfigText file : files) {
            bytes += file.content().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > PackageService.MAX_ANSWER_BYTES) {
            throw new ServiceException(
                    Failure.INTERNAL,
                    "the files take "
                            + bytes
                            + " bytes together, and an answer holds "
                            + PackageService.MAX_ANSWER_BYTES);
        }
        return files;
    }

    static GetConfigResponse.Builder files(ConfigSet set, List<ConfigText> shown)
            throws ServiceException {
        GetConfigResponse.Builder answer = GetConfigResponse.newBuilder().setHash(set.hash());
        for (ConfigText file : fitting(shown)) {
            answer.addFiles(
                    ConfigFile.newBuilder()
                            .setPath(file.file().toString())
                            .setContent(file.content()));
        }
        return answer;
    }

    static PlanConfigResponse plan(ConfigPlan plan) {
        PlanConfigResponse.Builder answer =
                PlanConfigResponse.newBuilder()
                        .setHash(plan.hash())
                        .setEffect(plan.effect())
                        .setRefusal(
                                plan.refusal()
                                        .map(refused -> coded(refused.reason(), refused.message()))
                                        .orElse(""));
        plan.files()
                .forEach(
                        file ->
                                answer.addFiles(
                                        PlannedConfigFile.newBuilder()
                                                .setPath(file.file().toString())
                                                .setChange(
                                                        ConfigFileChange.valueOf(
                                                                "CONFIG_FILE_CHANGE_"
                                                                        + file.kind()))
                                                .setBefore(file.before().orElse(""))
                                                .setAfter(file.after())));
        return answer.build();
    }

    static ConfigResult result(ConfigOutcome outcome) {
        ConfigResult.Builder result = ConfigResult.newBuilder();
        return switch (outcome) {
            case Unchanged(String hash) ->
                    result.setOutcome(hostler.proto.v1.ConfigOutcome.CONFIG_OUTCOME_UNCHANGED)
                            .setMessage("nothing to change")
                            .setHash(hash)
                            .build();
            case Applied applied ->
                    result.setOutcome(hostler.proto.v1.ConfigOutcome.CONFIG_OUTCOME_APPLIED)
                            .setMessage(applied.message())
                            .setHash(applied.hash())
                            .setVersion(applied.version())
                            .addAllChanged(applied.files().stream().map(ConfigsWire::name).toList())
                            .build();
            case Refused(Reason reason, String message) ->
                    result.setOutcome(hostler.proto.v1.ConfigOutcome.CONFIG_OUTCOME_REFUSED)
                            .setMessage(coded(reason, message))
                            .build();
            case PutBack(Reason reason, String message) ->
                    result.setOutcome(hostler.proto.v1.ConfigOutcome.CONFIG_OUTCOME_PUT_BACK)
                            .setMessage(coded(reason, message))
                            .build();
        };
    }

    private static String name(ChangedFile file) {
        return file.file().toString();
    }

    /** The Controller's form of an error: {@code [CODE] message}. */
    static String coded(Reason reason, String message) {
        return "[" + reason + "] " + message;
    }

    static ConfigVersion version(hostler.configs.api.ConfigVersion version) {
        return ConfigVersion.newBuilder()
                .setNumber(version.number())
                .setHash(version.hash())
                .setAt(Wire.timestamp(version.at()))
                .setBy(version.by())
                .setHow(version.how())
                .addAllFiles(version.files())
                .build();
    }
}
