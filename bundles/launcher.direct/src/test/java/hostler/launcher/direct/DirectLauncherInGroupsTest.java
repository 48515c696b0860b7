package hostler.launcher.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.testkit.Events;
import hostler.os.api.ControlGroup;
import hostler.os.api.ControlGroups;
import hostler.os.api.ExitStatus;
import hostler.os.linux.CgroupTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With a control group a launch, where this machine has cgroup v2 and the tests run as root. */
class DirectLauncherInGroupsTest extends DirectLauncherTest {
    private static final CgroupTree GROUPS = new CgroupTree();

    @BeforeAll
    static void needGroups() {
        Optional<String> obstacle = GROUPS.obstacle();
        if (System.getenv("CI") != null) {
            assertThat(obstacle).as("what keeps control groups from being made").isEmpty();
        }
        assumeTrue(obstacle.isEmpty(), () -> "no control groups: " + obstacle.orElse(""));
    }

    @AfterAll
    static void closeGroups() {
        GROUPS.close();
    }

    @Override
    ControlGroups groups() {
        return GROUPS;
    }

    @Override
    void cleanUp(String launchId) throws IOException {
        Optional<ControlGroup> left = GROUPS.place("any", launchId).flatMap(GROUPS::find);
        if (left.isPresent()) {
            left.get().remove();
        }
    }

    private static Path place(LaunchHandle handle) {
        return Path.of(handle.data().get("cgroup"));
    }

    private static List<String> members(LaunchHandle handle) throws IOException {
        return Files.readAllLines(place(handle).resolve("cgroup.procs"));
    }

    @Test
    void theWholeTreeIsInTheGroupAndTheKeeperIsNot() throws Exception {
        Launch launch =
                launch(script("echo $$; setsid sh -c 'echo $$; sleep 60; :' & wait"), new Events());
        List<String> words = words(script(""), 2);
        assertThat(members(launch.handle()))
                .containsAll(words)
                .doesNotContain(
                        String.valueOf(
                                doors.spawn()
                                        .birth(records, launch.handle().launchId())
                                        .orElseThrow()
                                        .keeper()
                                        .pid()));
        launcher.stop(launch.handle(), PATIENT);
        assertThat(members(launch.handle())).isEmpty();
    }

    @Test
    void whatIsForgottenHasNoGroupAnyMore() throws Exception {
        Events events = new Events();
        Launch launch = launch(script("exit 0"), events);
        events.exit();
        assertThat(place(launch.handle())).isDirectory();
        launcher.forget(launch.handle());
        assertThat(place(launch.handle())).doesNotExist();
    }

    @Test
    void whatStandsByHasAGroupUntilItIsForgotten() throws Exception {
        LaunchHandle handle = launcher.prepare(script("").spec(), "stands-by");
        assertThat(place(handle)).doesNotExist();
        launcher.standBy(handle, script("").spec());
        assertThat(place(handle)).isDirectory();
        launcher.forget(handle);
        assertThat(place(handle)).doesNotExist();
    }

    @Test
    void whatCouldNotBeStartedHasNoGroup() throws Exception {
        Path program = Files.writeString(directory().resolve("program"), "#!/no/such/thing\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        LaunchHandle handle = launcher.prepare(script("").spec(program), "never-started");
        assertThatThrownBy(() -> launcher.launch(handle, script("").spec(program), new Events()))
                .hasMessageContaining(program.toString());
        assertThat(place(handle)).doesNotExist();
    }

    @Test
    void theSettingIsForLaunchesToCome() throws Exception {
        Events events = new Events();
        Launch before = launch(script("exec sleep 60"), events);
        launcher.use(false);
        Launch after = launch(script("exec sleep 60"), new Events());
        assertThat(after.handle().data()).doesNotContainKey("cgroup");
        assertThat(members(before.handle())).isNotEmpty();
        assertThat(events.silent(A_MOMENT)).isTrue();
        launcher.stop(before.handle(), PATIENT);
        launcher.stop(after.handle(), PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
    }
}
