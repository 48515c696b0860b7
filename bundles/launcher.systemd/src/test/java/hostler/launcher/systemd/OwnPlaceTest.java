package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnPlaceTest {
    private static final Scope USER = Scope.ofUser(1000);
    private static final OwnPlace SERVICE = new OwnPlace("/system.slice/hostler.service");
    private static final OwnPlace SESSION =
            new OwnPlace("/user.slice/user-1000.slice/session-3.scope");
    private static final OwnPlace UNIT_OF_USER =
            new OwnPlace("/user.slice/user-1000.slice/user@1000.service/app.slice/hostler.service");

    @Test
    void theSystemsManagerHasAll() {
        assertThat(SERVICE.below(Scope.SYSTEM)).contains("/");
        assertThat(SESSION.below(Scope.SYSTEM)).contains("/");
    }

    @Test
    void theManagerOfAUserHasWhatIsBelowIt() {
        assertThat(UNIT_OF_USER.below(USER))
                .contains("/user.slice/user-1000.slice/user@1000.service/");
        assertThat(SESSION.below(USER)).isEmpty();
        assertThat(UNIT_OF_USER.below(Scope.ofUser(100))).isEmpty();
    }

    @Test
    void theServiceIsTheManagersOwn() {
        assertThat(SERVICE.service(Scope.SYSTEM)).contains("hostler.service");
        assertThat(UNIT_OF_USER.service(Scope.SYSTEM)).contains("user@1000.service");
        assertThat(UNIT_OF_USER.service(USER)).contains("hostler.service");
        assertThat(SESSION.service(Scope.SYSTEM)).isEmpty();
    }
}
