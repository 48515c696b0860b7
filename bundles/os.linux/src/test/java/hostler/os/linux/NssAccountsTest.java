package hostler.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.os.api.Account;
import hostler.os.api.UnknownAccountException;
import hostler.os.api.UserEntry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NssAccountsTest {

    private static final String UNUSED_UID = "3123456789";

    private final NssAccounts accounts = new NssAccounts();

    @AfterEach
    void close() {
        accounts.close();
    }

    @Test
    void nameIsResolvedWithItsGroup() throws Exception {
        assertThat(accounts.resolve("root", Optional.empty()).uid()).isZero();
        assertThat(accounts.resolve("daemon", Optional.empty()))
                .isEqualTo(new Account(1, 1, List.of(1)));
    }

    @Test
    void groupReplacesThePrimaryOne() throws Exception {
        assertThat(accounts.resolve("daemon", Optional.of("bin")))
                .isEqualTo(new Account(1, 2, List.of(2)));
        assertThat(accounts.resolve("daemon", Optional.of("4711")))
                .isEqualTo(new Account(1, 4711, List.of(4711)));
    }

    @Test
    void numberOfAKnownUserHasItsGroup() throws Exception {
        assertThat(accounts.resolve("1", Optional.empty()).gid()).isEqualTo(1);
    }

    @Test
    void numberWithoutAUserNeedsAGroup() throws Exception {
        Account account = accounts.resolve(UNUSED_UID, Optional.of("7"));
        assertThat(Integer.toUnsignedString(account.uid())).isEqualTo(UNUSED_UID);
        assertThat(account.gid()).isEqualTo(7);
        assertThat(account.groups()).containsExactly(7);

        assertThatThrownBy(() -> accounts.resolve(UNUSED_UID, Optional.empty()))
                .isInstanceOf(UnknownAccountException.class)
                .hasMessageContaining(UNUSED_UID)
                .hasMessageContaining("group");
    }

    @Test
    void entryTellsNameAndHomeOfAKnownUserOnly() {
        assertThat(accounts.entry(0)).contains(new UserEntry("root", "/root"));
        assertThat(accounts.entry(Integer.parseUnsignedInt(UNUSED_UID))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0day", "", "-1", "+0", "0x0", " 0", "no-such-user", "٠", "a\0b"})
    void whatIsNoNumberIsANameAndNeverRoot(String name) {
        assertThatThrownBy(() -> accounts.resolve(name, Optional.of("0")))
                .isInstanceOf(UnknownAccountException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967295", "4294967296", "99999999999999999999"})
    void numberThatIsNoIdIsRefused(String number) {
        assertThatThrownBy(() -> accounts.resolve(number, Optional.of("0")))
                .isInstanceOf(UnknownAccountException.class)
                .hasMessageContaining(number);
        assertThatThrownBy(() -> accounts.resolve("root", Optional.of(number)))
                .isInstanceOf(UnknownAccountException.class)
                .hasMessageContaining(number);
    }

    @Test
    void missingGroupIsNamed() {
        assertThatThrownBy(() -> accounts.resolve("root", Optional.of("0group")))
                .isInstanceOf(UnknownAccountException.class)
                .hasMessageContaining("'0group'");
    }
}
