package hostler.registrar.etcd;

import hostler.core.api.AgentInfo;
import hostler.core.api.ListeningAddress;
import hostler.core.api.ServiceRegistry;
import hostler.registrar.api.Announcement;
import hostler.registrar.api.Announcement.AnnouncedService;
import hostler.registrar.api.Registration.Cause;
import java.net.SocketException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What there is to say of this agent now. */
final class LocalAgent implements Supplier<Outlook> {
    private final AgentInfo agent;
    private final ServiceRegistry registry;
    private final Supplier<@Nullable ListeningAddress> listening;

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
            // Its bundle may be in replacement; where it really ends, the agent does so, too.
            return new Outlook.Unknown(
                    "gRPC does not listen; 'hostler status' says why under \"Listens on\"");
        }
        try {
            return AddressChoice.of(open.address()).map(this::at).orElseGet(LocalAgent::loopback);
        } catch (SocketException e) {
            return new Outlook.Unknown("the machine's addresses cannot be read: " + e.getMessage());
        }
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
