package hostler.launcher.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.ProcessSettings;
import hostler.core.api.Startup;
import hostler.launcher.api.LaunchException;
import hostler.launcher.testkit.Script;
import hostler.os.api.Account;
import hostler.os.api.Accounts;
import hostler.os.api.Signal;
import hostler.os.api.UnknownAccountException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAsTest {
    @TempDir Path directory;

    /** Knows the user web (uid 1000, in group 27) and some groups, and is itself somebody. */
    record FakeAccounts(int ownUid) implements Accounts {
        private static final Map<String, Integer> GROUPS =
                Map.of("web", 1000, "www", 33, "video", 44, "render", 105);

        @Override
        public Account resolve(String user, Optional<String> group) throws UnknownAccountException {
            if (!user.equals("web") && !user.equals("1000")) {
                throw new UnknownAccountException("no user '" + user + "'");
            }
            Integer gid = GROUPS.get(group.orElse("web"));
            if (gid == null) {
                throw new UnknownAccountException("no group '" + group.get() + "'");
            }
            return new Account(1000, gid, List.of(27));
        }
    }

    private Startup startup(String user, String group) {
        return new Startup(
                "direct",
                "web",
                Optional.empty(),
                List.of(),
                Map.of(),
                directory.resolve("cwd"),
                Optional.of(user).filter(name -> !name.isEmpty()),
                Optional.of(group).filter(name -> !name.isEmpty()),
                Duration.ofSeconds(1),
                Signal.TERM,
                Duration.ofSeconds(1));
    }

    private Optional<Account> account(int ownUid, String user, String group)
            throws LaunchException {
        return new RunAs(new FakeAccounts(ownUid)).account(startup(user, group));
    }

    private static void assertRefused(String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining(text);
    }

    @Test
    void rootRunsServicesAsOthers() throws Exception {
        assertThat(account(0, "web", "")).contains(new Account(1000, 1000, List.of(27)));
        assertThat(account(0, "", "")).isEmpty();
    }

    @Test
    void unknownUserIsRefused() {
        assertRefused("startup.user: no user 'nope'", () -> account(0, "nope", ""));
    }

    @Test
    void onlyRootRunsServicesAsOthersAndThereIsNoFallback() {
        assertRefused("startup.user: cannot run as web", () -> account(1001, "web", ""));
        assertRefused("cannot run as web:www", () -> account(1000, "web", "www"));
        assertRefused("cannot run as uid 1000:www", () -> account(1000, "", "www"));
    }

    @Test
    void theAgentsOwnUserNeedsNoRoot() throws Exception {
        assertThat(account(1000, "web", "")).isEmpty();
    }

    private Optional<Account> inGroups(int ownUid, List<String> groups) throws LaunchException {
        Script script =
                new Script("direct", directory, "", Map.of(), Optional.of("web"))
                        .with(new ProcessSettings(022, List.of(), groups));
        return new RunAs(new FakeAccounts(ownUid)).account(script.spec().startup());
    }

    @Test
    void groupsAreAddedToThoseOfTheUserOnce() throws Exception {
        assertThat(inGroups(0, List.of("video", "render", "video")))
                .contains(new Account(1000, 1000, List.of(27, 44, 105)));
    }

    @Test
    void anUnknownGroupIsRefusedByName() {
        assertRefused("startup.groups: no group 'nope'", () -> inGroups(0, List.of("nope")));
    }

    @Test
    void onlyRootGivesGroupsEvenToItself() {
        assertRefused("startup.user: cannot run as web", () -> inGroups(1000, List.of("video")));
    }
}
