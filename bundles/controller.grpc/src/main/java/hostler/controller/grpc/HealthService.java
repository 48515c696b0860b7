package hostler.controller.grpc;

import hostler.core.api.ServiceId;
import hostler.health.api.HealthBook;
import hostler.proto.pb.GetHealthHistoryReq;
import hostler.proto.pb.GetHealthHistoryResp;
import hostler.proto.pb.GetHealthStatusReq;
import hostler.proto.pb.GetHealthStatusResp;
import hostler.proto.pb.HealthGrpc;
import hostler.proto.pb.ListHealthStatusesReq;
import hostler.proto.pb.ListHealthStatusesResp;
import hostler.proto.pb.ServiceHealth;
import io.grpc.stub.StreamObserver;

/** {@code pb.Health}: what the checks found, as the Controller knows it. */
final class HealthService extends HealthGrpc.HealthImplBase {
    /** What a limit of 0 or less means. */
    static final int DEFAULT_ENTRIES = 100;

    /** No history holds more. */
    static final int MAX_ENTRIES = 1_000;

    private final Swappable<HealthBook> book;

    HealthService(Swappable<HealthBook> book) {
        this.book = book;
    }

    @Override
    public void getHealthStatus(
            GetHealthStatusReq request, StreamObserver<GetHealthStatusResp> caller) {
        Answers.answer(
                caller,
                () -> {
                    ServiceId id = Answers.service(request.getPackage());
                    return GetHealthStatusResp.newBuilder()
                            .setHealth(HealthWire.health(book.get().find(id)))
                            .build();
                });
    }

    @Override
    public void listHealthStatuses(
            ListHealthStatusesReq request, StreamObserver<ListHealthStatusesResp> caller) {
        Answers.answer(
                caller,
                () ->
                        ListHealthStatusesResp.newBuilder()
                                .addAllHealthStatuses(
                                        book.get().list().stream()
                                                .map(HealthWire::health)
                                                .filter(health -> wanted(request, health))
                                                .toList())
                                .build());
    }

    private static boolean wanted(ListHealthStatusesReq request, ServiceHealth health) {
        return request.getFilterStatusCount() == 0
                || request.getFilterStatusList().contains(health.getStatus());
    }

    @Override
    public void getHealthHistory(
            GetHealthHistoryReq request, StreamObserver<GetHealthHistoryResp> caller) {
        Answers.answer(
                caller,
                () -> {
                    ServiceId id = Answers.service(request.getPackage());
                    return GetHealthHistoryResp.newBuilder()
                            .setPackage(id.name())
                            .addAllEntries(
                                    book.get().history(id, entries(request.getLimit())).stream()
                                            .map(HealthWire::entry)
                                            .toList())
                            .build();
                });
    }

    private static int entries(int asked) {
        return asked <= 0 ? DEFAULT_ENTRIES : Math.min(asked, MAX_ENTRIES);
    }
}
