package hostler.controller.grpc;

import hostler.metrics.api.SampleBook;
import hostler.metrics.api.ServiceSample;
import hostler.proto.pb.GetMetricsHistoryReq;
import hostler.proto.pb.GetMetricsHistoryResp;
import hostler.proto.pb.GetServiceMetricsReq;
import hostler.proto.pb.GetServiceMetricsResp;
import hostler.proto.pb.GetSystemMetricsReq;
import hostler.proto.pb.GetSystemMetricsResp;
import hostler.proto.pb.ListServiceMetricsReq;
import hostler.proto.pb.ListServiceMetricsResp;
import hostler.proto.pb.MetricsGrpc;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/**
 * {@code pb.Metrics}: the last sample of the machine and of its services. Metrics of applications
 * are not built yet and answer UNIMPLEMENTED, as the base class does.
 */
final class MetricsService extends MetricsGrpc.MetricsImplBase {

    private final Swappable<SampleBook> samples;

    MetricsService(Swappable<SampleBook> samples) {
        this.samples = samples;
    }

    @Override
    public void getSystemMetrics(
            GetSystemMetricsReq request, StreamObserver<GetSystemMetricsResp> caller) {
        Answers.answer(
                caller,
                () ->
                        GetSystemMetricsResp.newBuilder()
                                .setMetrics(MetricsWire.system(samples.get().host()))
                                .build());
    }

    @Override
    public void getServiceMetrics(
            GetServiceMetricsReq request, StreamObserver<GetServiceMetricsResp> caller) {
        Answers.answer(
                caller,
                () -> {
                    var service = Answers.service(request.getPackage());
                    return GetServiceMetricsResp.newBuilder()
                            .setMetrics(MetricsWire.service(samples.get().service(service)))
                            .build();
                });
    }

    @Override
    public void listServiceMetrics(
            ListServiceMetricsReq request, StreamObserver<ListServiceMetricsResp> caller) {
        Answers.answer(
                caller,
                () ->
                        ListServiceMetricsResp.newBuilder()
                                .addAllMetrics(
                                        samples.get().services().stream()
                                                .filter(sample -> wanted(request, sample))
                                                .map(MetricsWire::service)
                                                .toList())
                                .build());
    }

    private static boolean wanted(ListServiceMetricsReq request, ServiceSample sample) {
        return sample.running() || !request.getRunningOnly();
    }

    /** As where history is switched off. */
    @Override
    public void getMetricsHistory(
            GetMetricsHistoryReq request, StreamObserver<GetMetricsHistoryResp> caller) {
        caller.onError(
                Status.UNIMPLEMENTED
                        .withDescription("metrics history is not enabled")
                        .asException());
    }
}
