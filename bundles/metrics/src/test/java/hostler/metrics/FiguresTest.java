package hostler.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.metrics.api.Family;
import hostler.metrics.api.Family.Sample;
import hostler.metrics.api.HostSample;
import hostler.metrics.api.HostSample.CpuMode;
import hostler.metrics.api.SampleBook;
import hostler.metrics.api.ServiceSample;
import hostler.registrar.api.Registrar;
import hostler.registrar.api.Registration;
import hostler.registrar.api.Registration.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final Services SERVICES =
            Services.of(Services.stopped("db"), Services.running("web", 7));

    private static final SampleBook NOTHING = book(false);
    private static final SampleBook SAMPLED = book(true);

    private static SampleBook book(boolean sampled) {
        return new SampleBook() {
            private void orNothing() throws ServiceException {
                if (!sampled) {
                    throw new ServiceException(Failure.UNAVAILABLE, "not yet");
                }
            }

            @Override
            public HostSample host() throws ServiceException {
                orNothing();
                return new HostSample(
                        AT,
                        AT,
                        12,
                        List.of(Map.of(CpuMode.USER, Duration.ofMillis(1250))),
                        new HostSample.Memory(1000, 400),
                        new HostSample.Load(1, 2, 3),
                        new HostSample.Disk(1, 1),
                        List.of());
            }

            @Override
            public ServiceSample service(ServiceId id) throws ServiceException {
                throw new ServiceException(Failure.UNAVAILABLE, "nobody asks");
            }

            @Override
            public List<ServiceSample> services() throws ServiceException {
                orNothing();
                return List.of(
                        ServiceSample.idle(new ServiceId("db"), AT),
                        new ServiceSample(
                                new ServiceId("web"),
                                AT,
                                true,
                                50,
                                Duration.ofMillis(1500),
                                4096,
                                1,
                                3));
            }
        };
    }

    private static List<Sample> samples(List<Family> families, String name) {
        return families.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow()
                .samples();
    }

    private static Sample of(String label, String value, double figure) {
        return new Sample(Map.of(label, value), figure);
    }

    @Test
    void statesAreCountedAndThoseOfNobodyAreThereToo() {
        List<Family> families = new ServiceFigures(SERVICES, SAMPLED).families();

        assertThat(samples(families, "hostler_services"))
                .hasSize(10)
                .contains(of("state", "running", 1), of("state", "failed", 0));
        assertThat(samples(families, "hostler_service_up"))
                .containsExactly(of("service", "db", 0), of("service", "web", 1));
        assertThat(samples(families, "hostler_service_restarts_total"))
                .containsExactly(of("service", "db", 3), of("service", "web", 3));
    }

    @Test
    void whatIsUsedIsToldOfServicesThatRun() {
        List<Family> families = new ServiceFigures(SERVICES, SAMPLED).families();

        assertThat(samples(families, "hostler_service_cpu_seconds_total"))
                .containsExactly(of("service", "web", 1.5));
        assertThat(samples(families, "hostler_service_resident_memory_bytes"))
                .containsExactly(of("service", "web", 4096));
        assertThat(samples(families, "hostler_service_processes"))
                .containsExactly(of("service", "web", 3));
    }

    @Test
    void withoutASampleThereAreStatesAndNoZeros() {
        List<Family> families = new ServiceFigures(SERVICES, NOTHING).families();

        assertThat(samples(families, "hostler_service_up")).hasSize(2);
        assertThat(samples(families, "hostler_service_processes")).isEmpty();
        assertThat(new HostFigures(NOTHING).families()).isEmpty();
    }

    @Test
    void theMachineHasNodeExportersNames() {
        List<Family> families = new HostFigures(SAMPLED).families();

        assertThat(samples(families, "node_load15")).containsExactly(new Sample(Map.of(), 3));
        assertThat(samples(families, "node_memory_MemAvailable_bytes"))
                .containsExactly(new Sample(Map.of(), 400));
        assertThat(samples(families, "node_cpu_seconds_total"))
                .containsExactly(new Sample(Map.of("cpu", "0", "mode", "user"), 1.25));
    }

    private static List<Family> standing(Registration registration) {
        Registrar registrar =
                new Registrar() {
                    @Override
                    public String place() {
                        return "etcd 10.0.0.5:2379";
                    }

                    @Override
                    public Registration registration() {
                        return registration;
                    }
                };
        return RegistrationFigures.families(
                List.of(
                        RegistrationFigures.Standing.of(
                                Map.of("hostler.registrar.type", "etcd"), registrar)));
    }

    private static final Map<String, String> ETCD =
            Map.of("registrar", "etcd", "place", "etcd 10.0.0.5:2379");

    @Test
    void registeredIsOneOnlyWhileOthersSeeTheAgentAsItIs() {
        assertThat(
                        samples(
                                standing(new Registration.Registered(AT, "10.0.0.7:10380")),
                                "hostler_registered"))
                .containsExactly(new Sample(ETCD, 1));
        assertThat(
                        samples(
                                standing(
                                        new Registration.Unconfirmed(
                                                AT, Cause.UNREACHABLE, "away")),
                                "hostler_registered"))
                .containsExactly(new Sample(ETCD, 0));
    }

    @Test
    void aRegistrationTellsSinceWhenAndWhyNot() {
        List<Family> families =
                standing(new Registration.Absent(AT, Cause.DENIED, "the password is wrong"));

        assertThat(samples(families, "hostler_registration_changed_timestamp_seconds"))
                .containsExactly(new Sample(ETCD, AT.getEpochSecond()));
        assertThat(samples(families, "hostler_registration_problem"))
                .hasSize(Cause.values().length)
                .filteredOn(sample -> sample.value() == 1)
                .singleElement()
                .satisfies(sample -> assertThat(sample.labels()).containsEntry("cause", "denied"));
    }

    @Test
    void registrarsThatCannotBeToldApartAreOne() {
        RegistrationFigures.Standing standing =
                new RegistrationFigures.Standing(
                        ETCD, new Registration.Registered(AT, "10.0.0.7:10380"));

        assertThat(
                        samples(
                                RegistrationFigures.families(List.of(standing, standing)),
                                "hostler_registered"))
                .hasSize(1);
    }

    @Test
    void withoutARegistrarThereIsNothingToTell() {
        assertThat(new RegistrationFigures().families())
                .allSatisfy(family -> assertThat(family.samples()).isEmpty());
    }
}
