package hostler.controller.grpc;

import hostler.metrics.api.HostSample;
import hostler.metrics.api.HostSample.Network;
import hostler.metrics.api.ServiceSample;
import hostler.proto.pb.NetworkInterface;
import hostler.proto.pb.ServiceMetrics;
import hostler.proto.pb.SystemMetrics;
import java.util.List;
import java.util.function.ToLongFunction;

/** What {@code pb.Metrics} says about samples. Pure functions. */
final class MetricsWire {
    private static final String LOOPBACK = "lo";

    private MetricsWire() {}

    static SystemMetrics system(HostSample host) {
        return SystemMetrics.newBuilder()
                .setCpuUsage(host.cpuPercent())
                .setCpuCores(host.processors().size())
                .setMemoryUsage(host.memory().usedPercent())
                .setMemoryTotal(host.memory().total())
                // The contract's word for what is available.
                .setMemoryFree(host.memory().available())
                .setDiskUsage(host.root().usedPercent())
                .setDiskTotal(host.root().total())
                .setDiskFree(host.root().free())
                .setLoadAvg1(host.load().one())
                .setLoadAvg5(host.load().five())
                .setLoadAvg15(host.load().fifteen())
                .setNetworkIn(sum(host.networks(), Network::receivedBytes))
                .setNetworkOut(sum(host.networks(), Network::sentBytes))
                .addAllNetworkInterfaces(
                        host.networks().stream().map(MetricsWire::networkInterface).toList())
                .setLastUpdated(Wire.timestamp(host.at()))
                .build();
    }

    /** What a machine tells itself is no traffic. */
    private static long sum(List<Network> networks, ToLongFunction<Network> bytes) {
        return networks.stream()
                .filter(network -> !network.name().equals(LOOPBACK))
                .mapToLong(bytes)
                .sum();
    }

    private static NetworkInterface networkInterface(Network network) {
        return NetworkInterface.newBuilder()
                .setName(network.name())
                .setRxBytes(network.receivedBytes())
                .setTxBytes(network.sentBytes())
                .build();
    }

    /** The other fields of the message are those nobody can fill from outside a service. */
    static ServiceMetrics service(ServiceSample sample) {
        return ServiceMetrics.newBuilder()
                .setPackage(sample.service().name())
                .setCpuUsage(sample.cpuPercent())
                .setMemoryUsage(sample.memoryPercent())
                .setMemoryBytes(sample.residentBytes())
                .setLastUpdated(Wire.timestamp(sample.at()))
                .build();
    }
}
