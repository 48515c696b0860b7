package hostler.controller.grpc;

import hostler.core.api.Verdict;
import hostler.health.api.CheckResult;
import hostler.health.api.HealthEntry;
import hostler.health.api.ServiceHealth;
import hostler.proto.pb.HealthHistoryEntry;
import hostler.proto.pb.HealthStatus;
import hostler.proto.pb.HealthStatusDetail;

/** What {@code pb.Health} says about health. Pure functions. */
final class HealthWire {
    private HealthWire() {}

    /** The Controller has no word for a warning but DEGRADED. */
    static HealthStatus status(Verdict verdict) {
        return switch (verdict) {
            case UNKNOWN -> HealthStatus.HEALTH_STATUS_UNKNOWN;
            case HEALTHY -> HealthStatus.HEALTH_STATUS_HEALTHY;
            case WARNING -> HealthStatus.HEALTH_STATUS_DEGRADED;
            case CRITICAL -> HealthStatus.HEALTH_STATUS_UNHEALTHY;
        };
    }

    static hostler.proto.pb.ServiceHealth health(ServiceHealth health) {
        hostler.proto.pb.ServiceHealth.Builder service =
                hostler.proto.pb.ServiceHealth.newBuilder()
                        .setPackage(health.service().name())
                        .setStatus(status(health.verdict()))
                        .setMessage(health.message());
        health.last().ifPresent(entry -> service.setLastCheck(Wire.timestamp(entry.at())));
        return service.addDetails(detail(health)).build();
    }

    private static HealthStatusDetail detail(ServiceHealth health) {
        HealthStatusDetail.Builder detail =
                HealthStatusDetail.newBuilder()
                        .setStatus(status(health.verdict()))
                        .setMessage(health.message());
        health.last()
                .ifPresent(
                        entry ->
                                detail.setLastCheck(Wire.timestamp(entry.at()))
                                        .setCheckType(entry.type())
                                        .setResponseTimeMs(entry.duration().toMillis())
                                        .setError(error(entry.result())));
        return detail.build();
    }

    static HealthHistoryEntry entry(HealthEntry entry) {
        return HealthHistoryEntry.newBuilder()
                .setStatus(status(entry.verdict()))
                .setMessage(entry.result().message())
                .setTimestamp(Wire.timestamp(entry.at()))
                .setCheckType(entry.type())
                .setResponseTimeMs(entry.duration().toMillis())
                .setError(error(entry.result()))
                .build();
    }

    private static String error(CheckResult result) {
        return switch (result.outcome()) {
            case OK, WARNING -> "";
            case CRITICAL, INCONCLUSIVE -> result.message();
        };
    }
}
