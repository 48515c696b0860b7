package hostler.console;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/**
 * Who may use the console, by the credentials the kernel keeps of a socket's peer (SO_PEERCRED,
 * unix(7)): root, and the user the agent runs under.
 */
final class Visitors {
    private final UserPrincipal agent;
    private final UserPrincipal root;

    /**
     * @param agent the user the agent runs under
     */
    Visitors(UserPrincipal agent) throws IOException {
        this.agent = agent;
        this.root =
                FileSystems.getDefault()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName("root");
    }

    boolean mayEnter(SocketChannel visitor) throws IOException {
        return mayEnter(visitor.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
    }

    boolean mayEnter(UserPrincipal user) {
        return user.equals(agent) || user.equals(root);
    }

    String name(SocketChannel visitor) throws IOException {
        return visitor.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    }
}
