package hostler.logs.journald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceSpec;
import hostler.logs.testkit.LoggedService;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.os.api.UnknownAccountException;
import hostler.systemd.UserUnit;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class UnitJournalTest {
    private final ServiceSpec web =
            new LoggedService("web", "systemd", Path.of("/nowhere/web.log"), 1).spec();

    /** An agent of this uid on a machine without other users. */
    private record Only(int ownUid) implements Accounts {
        @Override
        public Account resolve(String user, Optional<String> group) throws UnknownAccountException {
            throw new UnknownAccountException("there is no user " + user);
        }
    }

    private String matches(UserUnit setting, int own) throws ServiceException {
        return String.join(" ", UnitJournal.of(web, setting, new Only(own)).linesAndDrops());
    }

    @Test
    void rootMeansTheUnitsOfTheSystem() throws Exception {
        String system =
                "_SYSTEMD_UNIT=web.service + MESSAGE_ID="
                        + UnitJournal.DROPPED
                        + " OBJECT_SYSTEMD_UNIT=web.service";
        assertThat(matches(UserUnit.AUTO, 0)).isEqualTo(system);
        assertThat(matches(UserUnit.FALSE, 0)).isEqualTo(system);
    }

    @Test
    void anotherUserMeansItsOwn() throws Exception {
        String own =
                "_SYSTEMD_USER_UNIT=web.service _UID=1000 + MESSAGE_ID="
                        + UnitJournal.DROPPED
                        + " OBJECT_SYSTEMD_USER_UNIT=web.service OBJECT_UID=1000";
        assertThat(matches(UserUnit.AUTO, 1000)).isEqualTo(own);
        assertThat(matches(UserUnit.TRUE, 1000)).isEqualTo(own);
    }

    @Test
    void anotherUserIsNotLetSeeTheJournalOfTheSystem() {
        assertRefused(() -> matches(UserUnit.FALSE, 1000), "the agent must be root");
    }

    @Test
    void userUnitsOfRootNeedAUser() {
        assertRefused(() -> matches(UserUnit.TRUE, 0), "startup.user: missing");
    }

    private static void assertRefused(ThrowingCallable call, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.failure()).isEqualTo(Failure.FAILED_PRECONDITION))
                .hasMessageContaining("web")
                .hasMessageContaining(text);
    }
}
