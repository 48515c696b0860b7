package hostler.controller.grpc;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.metrics.api.HostSample;
import hostler.metrics.api.HostSample.CpuMode;
import hostler.metrics.api.SampleBook;
import hostler.metrics.api.ServiceSample;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A machine of two processors, a service that runs and one that does not. */
final class FakeSamples implements SampleBook {
    private static final Map<CpuMode, Duration> PROCESSOR =
            Map.of(CpuMode.USER, Duration.ofSeconds(1));

    private static final List<ServiceSample> SERVICES =
            List.of(
                    ServiceSample.idle(new ServiceId("db"), Services.STARTED),
                    new ServiceSample(
                            new ServiceId("web"),
                            Services.STARTED,
                            true,
                            150,
                            Duration.ofSeconds(3),
                            1 << 20,
                            25,
                            4));

    @Override
    public HostSample host() {
        return new HostSample(
                Services.STARTED,
                Services.STARTED,
                12.5,
                List.of(PROCESSOR, PROCESSOR),
                new HostSample.Memory(4000, 1000),
                new HostSample.Load(1, 5, 15),
                new HostSample.Disk(200, 150),
                List.of(
                        new HostSample.Network("eth0", 10, 20),
                        new HostSample.Network("eth1", 1, 2),
                        new HostSample.Network("lo", 100, 100)));
    }

    @Override
    public List<ServiceSample> services() {
        return SERVICES;
    }

    @Override
    public ServiceSample service(ServiceId id) throws ServiceException {
        return SERVICES.stream()
                .filter(sample -> sample.service().equals(id))
                .findFirst()
                .orElseThrow(() -> ServiceException.notFound(id.name()));
    }
}
