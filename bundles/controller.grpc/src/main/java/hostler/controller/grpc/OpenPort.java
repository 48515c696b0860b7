package hostler.controller.grpc;

import hostler.core.api.ListeningAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Offers {@link ListeningAddress} for as long as the port is open. */
final class OpenPort implements Consumer<Optional<InetSocketAddress>> {
    private final BundleContext context;

    /** Guarded by this. */
    private @Nullable ServiceRegistration<ListeningAddress> offered;

    OpenPort(BundleContext context) {
        this.context = context;
    }

    /** Another address, or none. */
    @Override
    public synchronized void accept(Optional<InetSocketAddress> address) {
        ServiceRegistration<ListeningAddress> before = offered;
        offered = address.map(this::offer).orElse(null);
        if (before != null) {
            before.unregister();
        }
    }

    private ServiceRegistration<ListeningAddress> offer(InetSocketAddress address) {
        return context.registerService(ListeningAddress.class, () -> address, null);
    }
}
