package hostler.registrar.etcd;

import hostler.core.api.AgentInfo;
import hostler.core.api.ListeningAddress;
import hostler.core.api.ServiceRegistry;
import hostler.registrar.api.Announcement;
import hostler.registrar.api.Announcement.AnnouncedService;
import hostler.registrar.api.Registration.Cause;
import java.net.SocketException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What there is to say of this agent now. */
final class LocalAgent implements Supplier<Outlook> {
    /** How long the port may be away because its bundle is replaced. */
    private static final Duration REPLACEMENT = Duration.ofSeconds(10);

    private final AgentInfo agent;
    private final ServiceRegistry registry;
    private final Supplier<@Nullable ListeningAddress> listening;

    /** When the port was last seen open, on monotonic time; the loop's own. */
    private long openAt = System.nanoTime();

    /**
     * @param listening where the agent listens; null while it does not
     */
    LocalAgent(
            AgentInfo agent,
            ServiceRegistry registry,
            Supplier<@Nullable ListeningAddress> listening) {
        this.agent = agent;
        this.registry = registry;
        this.listening = listening;
    }

    @Override
    public Outlook get() {
        ListeningAddress open = listening.get();
        if (open == null) {
            return closed();
        }
        openAt = System.nanoTime();
        try {
            return AddressChoice.of(open.address()).map(this::at).orElseGet(LocalAgent::loopback);
        } catch (SocketException e) {
            return new Outlook.Unknown("the machine's addresses cannot be read: " + e.getMessage());
        }
    }

    private Outlook closed() {
        String reason = "gRPC does not listen; 'hostler status' says why under \"Listens on\"";
        return System.nanoTime() - openAt < REPLACEMENT.toNanos()
                ? new Outlook.Unknown(reason)
                : new Outlook.Nothing(Cause.NO_ADDRESS, reason);
    }

    private Outlook at(String address) {
        return registry.settled()
                ? new Outlook.Ready(
                        new Announcement(
                                agent.code(),
                                agent.version(),
                                address,
                                registry.list().stream().map(AnnouncedService::of).toList()))
                : new Outlook.Unknown("the agent still looks at its services");
    }

    private static Outlook loopback() {
        return new Outlook.Nothing(
                Cause.NO_ADDRESS,
                "the agent listens on loopback only, where nobody else could call it: set"
                        + " server.address to an address of this machine (and, without TLS,"
                        + " server.insecure: true)");
    }
}
