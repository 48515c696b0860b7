package hostler.registrar.etcd;

import hostler.etcd.Endpoint;
import hostler.etcd.Etcd;
import hostler.etcd.EtcdSettings;
import hostler.etcd.TlsFiles;
import hostler.registrar.api.Announcement;
import hostler.registrar.api.Registrar;
import hostler.registrar.api.Registration;
import hostler.registrar.testkit.RegistrarContract;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A registrar with a simulated agent. */
final class Registering implements RegistrarContract.Running, Registrar {
    /** Short, so that what ends with it ends within a test. */
    static final Duration TTL = Duration.ofSeconds(6);

    private final Etcd etcd;
    private final Outcome outcome = new Outcome("etcd", InstantSource.system());
    private final Session session;
    private volatile Outlook outlook;

    Registering(List<String> endpoints, Announcement first) {
        this(settings(endpoints), plan(), first);
    }

    Registering(EtcdSettings settings, Plan plan, Announcement first) {
        outlook = new Outlook.Ready(first);
        etcd = new Etcd(settings);
        session = new Session(etcd, () -> outlook, plan, outcome, InstantSource.system()).start();
    }

    static EtcdSettings settings(List<String> endpoints) {
        return EtcdSettings.of(
                Endpoint.parseAll(endpoints.stream()), Optional.empty(), TlsFiles.NONE);
    }

    static Plan plan() {
        return Plan.of("/agents", TTL, Duration.ofSeconds(30));
    }

    /** As {@link #plan}, for whoever waits until somebody has changed rights or certificates. */
    static Plan impatient() {
        Pace.Times usual = Pace.Times.USUAL;
        return new Plan(
                "/agents",
                TTL,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                new Pace.Times(
                        usual.soonest(), usual.longest(), Duration.ofSeconds(1), usual.look()));
    }

    static Announcement agent(String code, String address, String... running) {
        return new Announcement(
                code,
                "0.1.0",
                address,
                List.of(running).stream()
                        .map(
                                name ->
                                        new Announcement.AnnouncedService(
                                                name, "1.0", Optional.of(Instant.EPOCH)))
                        .toList());
    }

    @Override
    public Registrar registrar() {
        return this;
    }

    @Override
    public void announce(Announcement announcement) {
        show(new Outlook.Ready(announcement));
    }

    void show(Outlook next) {
        outlook = next;
        session.changed();
    }

    @Override
    public String place() {
        return "etcd";
    }

    @Override
    public Registration registration() {
        return outcome.current();
    }

    boolean registered() {
        return registration() instanceof Registration.Registered;
    }

    boolean absent(Registration.Cause cause) {
        return registration() instanceof Registration.Absent absent && absent.cause() == cause;
    }

    boolean unconfirmed(Registration.Cause cause) {
        return registration() instanceof Registration.Unconfirmed doubt && doubt.cause() == cause;
    }

    Registering awaitRegistered() throws InterruptedException {
        RegistrarContract.await("registered: " + registration(), this::registered);
        return this;
    }

    @Override
    public void close() {
        try {
            session.stop(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        etcd.close();
    }
}
