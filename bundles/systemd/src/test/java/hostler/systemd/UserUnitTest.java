package hostler.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.os.api.UnknownAccountException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class UserUnitTest {

    /** An agent of this uid on a machine with one user. */
    private record Machine(int ownUid) implements Accounts {
        @Override
        public Account resolve(String user, Optional<String> group) throws UnknownAccountException {
            if (!user.equals("somebody")) {
                throw new UnknownAccountException("there is no user " + user);
            }
            return new Account(1001, 1001, List.of());
        }
    }

    private static OptionalInt owner(UserUnit setting, int own, String... user)
            throws NoOwnerException {
        return setting.owner(List.of(user).stream().findFirst(), new Machine(own));
    }

    @Test
    void rootMeansTheUnitsOfTheSystem() throws Exception {
        assertThat(owner(UserUnit.of("auto"), 0, "somebody")).isEmpty();
        assertThat(owner(UserUnit.of("false"), 0)).isEmpty();
    }

    @Test
    void anotherUserMeansItsOwn() throws Exception {
        assertThat(owner(UserUnit.AUTO, 1000)).hasValue(1000);
        assertThat(owner(UserUnit.TRUE, 1000, "somebody")).hasValue(1000);
    }

    @Test
    void anotherUserMayNotMeanTheUnitsOfTheSystem() {
        assertRefused(() -> owner(UserUnit.FALSE, 1000), "systemd.user_unit", "must be root");
    }

    @Test
    void userUnitsOfRootAreThoseOfTheStartupUser() throws Exception {
        assertThat(owner(UserUnit.of("true"), 0, "somebody")).hasValue(1001);
        assertRefused(() -> owner(UserUnit.TRUE, 0), "startup.user: missing");
        assertRefused(() -> owner(UserUnit.TRUE, 0, "no"), "startup.user: there is no user no");
    }

    private static void assertRefused(ThrowingCallable call, String... texts) {
        assertThatThrownBy(call).isInstanceOf(NoOwnerException.class).message().contains(texts);
    }
}
