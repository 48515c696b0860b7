package hostler.metrics;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.metrics.api.Family;
import hostler.metrics.api.Family.Sample;
import hostler.metrics.api.MetricSource;
import hostler.metrics.api.SampleBook;
import hostler.metrics.api.ServiceSample;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The figures of services: their states as they are now, what they use as of the last pass. */
@Component
public final class ServiceFigures implements MetricSource {

    private final ServiceRegistry registry;
    private final SampleBook book;

    @Activate
    public ServiceFigures(@Reference ServiceRegistry registry, @Reference SampleBook book) {
        this.registry = registry;
        this.book = book;
    }

    @Override
    public List<Family> families() {
        return Stream.concat(states(registry.list()).stream(), usage(running()).stream()).toList();
    }

    private static List<Family> states(List<ServiceStatus> services) {
        return List.of(
                Family.gauge(
                        "hostler_services",
                        "How many services are in each state.",
                        Arrays.stream(ServiceState.values())
                                .map(state -> count(state, services))
                                .toList()),
                Family.gauge(
                        "hostler_service_up",
                        "Whether the main process of the service lives.",
                        each(services, ServiceStatus::id, it -> it.state().alive() ? 1 : 0)),
                Family.counter(
                        "hostler_service_restarts_total",
                        "How often recovery has started the service again.",
                        each(services, ServiceStatus::id, ServiceStatus::totalRestarts)));
    }

    private static Sample count(ServiceState state, List<ServiceStatus> services) {
        return new Sample(
                Map.of("state", state.name().toLowerCase(Locale.ROOT)),
                services.stream().filter(service -> service.state() == state).count());
    }

    /** Of a service that does not run there is nothing to tell. */
    private List<ServiceSample> running() {
        try {
            return book.services().stream().filter(ServiceSample::running).toList();
        } catch (ServiceException none) {
            return List.of();
        }
    }

    private static List<Family> usage(List<ServiceSample> running) {
        return List.of(
                Family.counter(
                        "hostler_service_cpu_seconds_total",
                        "Processor time of the service's processes since its start.",
                        each(running, ServiceSample::service, it -> it.cpuTime().toMillis() / 1e3)),
                Family.gauge(
                        "hostler_service_resident_memory_bytes",
                        "Memory in RAM of the service's processes, shared pages counted for each.",
                        each(running, ServiceSample::service, ServiceSample::residentBytes)),
                Family.gauge(
                        "hostler_service_processes",
                        "How many processes the service has.",
                        each(running, ServiceSample::service, ServiceSample::processes)));
    }

    private static <T> List<Sample> each(
            List<T> services, Function<T, ServiceId> id, ToDoubleFunction<T> value) {
        return services.stream()
                .map(
                        service ->
                                new Sample(
                                        Map.of("service", id.apply(service).name()),
                                        value.applyAsDouble(service)))
                .toList();
    }
}
