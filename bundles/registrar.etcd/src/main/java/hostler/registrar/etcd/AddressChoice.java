package hostler.registrar.etcd;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which of the machine's addresses others are told: the one that is listened on, or, where all are,
 * the Controller's order of preference.
 */
final class AddressChoice {
    private static final int BYTE = 0xff;

    private AddressChoice() {}

    /** The {@code IP:PORT} for others; empty when only this machine could dial it. */
    static Optional<String> of(InetSocketAddress listening) throws SocketException {
        return of(listening, NetworkInterface.networkInterfaces());
    }

    private static Optional<String> of(
            InetSocketAddress listening, Stream<NetworkInterface> interfaces) {
        InetAddress address = listening.getAddress();
        Optional<InetAddress> chosen =
                address.isAnyLocalAddress()
                        ? preferred(
                                interfaces
                                        .filter(AddressChoice::isUp)
                                        .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                                        .flatMap(NetworkInterface::inetAddresses)
                                        .toList())
                        : Optional.of(address).filter(one -> !one.isLoopbackAddress());
        return chosen.map(one -> written(one, listening.getPort()));
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    /**
     * The first of 192.168/16, else of 10/8, else any other of IPv4, else of 172.16/12, where
     * containers live; never loopback or link-local. Without IPv4: the first global one of IPv6.
     */
    static Optional<InetAddress> preferred(List<InetAddress> addresses) {
        return addresses.stream()
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .min(Comparator.comparingInt(AddressChoice::rank));
    }

    private static int rank(InetAddress address) {
        if (!(address instanceof Inet4Address)) {
            return 4;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & BYTE;
        int second = bytes[1] & BYTE;
        if (first == 192 && second == 168) {
            return 0;
        }
        if (first == 10) {
            return 1;
        }
        return first == 172 && second >= 16 && second < 32 ? 3 : 2;
    }

    private static String written(InetAddress address, int port) {
        String host = address.getHostAddress().replaceFirst("%.*$", "");
        return (address instanceof Inet4Address ? host : "[" + host + "]") + ":" + port;
    }
}
