package hostler.registrar.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressChoiceTest {
    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(text, e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1 10.0.0.1 192.168.1.1 192.168.1.2, 192.168.1.1",
        "172.17.0.1 203.0.113.1 10.0.0.1, 10.0.0.1",
        "169.254.1.1 172.17.0.1 203.0.113.1, 203.0.113.1",
        "127.0.0.1 172.17.0.1, 172.17.0.1",
        "fe80::1 2001:db8::1 172.32.0.1, 172.32.0.1",
        "fe80::1 2001:db8::1, 2001:db8::1"
    })
    void theFirstOfTheBestKindIsTaken(String there, String chosen) {
        List<InetAddress> addresses =
                Arrays.stream(there.split(" ")).map(AddressChoiceTest::ip).toList();

        assertThat(AddressChoice.preferred(addresses)).contains(ip(chosen));
    }

    @Test
    void loopbackAndLinkLocalAreNoAddressForOthers() {
        assertThat(AddressChoice.preferred(List.of(ip("127.0.0.1"), ip("::1"), ip("169.254.0.1"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.1:80", "2001:db8::1, '[2001:db8:0:0:0:0:0:1]:80'"})
    void anAddressThatIsListenedOnIsToldAsItIs(String listening, String told) throws Exception {
        assertThat(AddressChoice.of(new InetSocketAddress(ip(listening), 80))).contains(told);
    }

    @Test
    void loopbackIsNotTold() throws Exception {
        assertThat(AddressChoice.of(new InetSocketAddress(ip("127.0.0.1"), 80))).isEmpty();
    }
}
