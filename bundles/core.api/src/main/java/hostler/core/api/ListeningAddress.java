package hostler.core.api;

import java.net.InetSocketAddress;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where the agent really listens for its Controller; registered as a service while that port is
 * open, and only then. An address of its own each time: whoever announces it never has to ask
 * again.
 */
@ProviderType
public interface ListeningAddress {

    /**
     * The address and the port in use, resolved. Loopback means that nobody beyond this machine can
     * call; the wildcard address, that every address of this machine is listened on.
     */
    InetSocketAddress address();
}
