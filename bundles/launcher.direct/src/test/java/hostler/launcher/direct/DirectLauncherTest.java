package hostler.launcher.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.Recovered;
import hostler.launcher.testkit.Events;
import hostler.launcher.testkit.Script;
import hostler.os.api.BirthRecord;
import hostler.os.api.ExitStatus;
import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Without control groups: where the machine has none, or nobody wants them. */
class DirectLauncherTest extends DirectLauncherFixture {
    private List<String> output(Script script) throws Exception {
        Events events = new Events();
        launch(script, events);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(0));
        return Files.readAllLines(script.log());
    }

    private Script scriptAs(String user, String line) {
        return new Script("direct", directory, line, Map.of(), Optional.of(user));
    }

    @Test
    void theEnvironmentIsDeclaredAndNothingOfTheAgentsIsInIt() throws Exception {
        assertThat(output(script("exec env")))
                .map(line -> line.substring(0, line.indexOf('=')))
                .isSubsetOf(
                        "PATH",
                        "LANG",
                        "HOME",
                        "USER",
                        "LOGNAME",
                        "PWD",
                        "HOSTLER_SERVICE",
                        "HOSTLER_LAUNCH")
                .contains("PATH", "LANG", "HOSTLER_SERVICE", "HOSTLER_LAUNCH");
    }

    @Test
    void theEnvironmentOfThePackageWins() throws Exception {
        Script script =
                new Script(
                        "direct",
                        directory,
                        "echo $LANG; echo \"$EXTRA\"; echo $HOSTLER_SERVICE; umask",
                        Map.of("LANG", "de_DE.UTF-8", "EXTRA", "a b=c"),
                        Optional.empty());
        assertThat(output(script)).containsExactly("de_DE.UTF-8", "a b=c", "script", "0022");
    }

    @Test
    void anotherUserIsTakenOnWithItsHome() throws Exception {
        Assumptions.assumeTrue(
                doors.accounts().ownUid() == 0, "only root may run services as others");
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(output(scriptAs("nobody", "id -un; id -u; echo $USER; pwd")))
                .containsExactly("nobody", "65534", "nobody", directory.toString());
    }

    @Test
    void programThatCannotBeExecutedIsRefusedForGood() throws Exception {
        Path program = Files.writeString(directory.resolve("program"), "#!/no/such/interpreter\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        LaunchHandle handle = launcher.prepare(script("").spec(program), "bad");
        assertThatThrownBy(() -> launcher.launch(handle, script("").spec(program), new Events()))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining(program.toString());
    }

    @Test
    void killedKeeperLeavesTheServiceAloneAndItsExitUnknown() throws Exception {
        Events events = new Events();
        Launch launch = launch(script("exec sleep 60"), events);
        BirthRecord birth = doors.spawn().birth(records, launch.handle().launchId()).orElseThrow();
        ProcessHandle.of(birth.keeper().pid()).orElseThrow().destroyForcibly();
        awaitDeath(birth.keeper());
        assertThat(doors.table().alive(launch.process())).isTrue();
        launcher.stop(launch.handle(), PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Unknown());
    }

    @Test
    void launchOfAnEarlierBootIsGoneAndNothingIsTouched() throws Exception {
        Launch launch = launch(script("exec sleep 60"), new Events());
        launcher.close();
        launcher = launcher(new AfterReboot(doors.table()));
        Events events = new Events();
        assertThat(launcher.recover(launch.handle(), events))
                .isInstanceOfSatisfying(
                        Recovered.Gone.class,
                        gone ->
                                assertThat(gone.exit().status())
                                        .isEqualTo(new ExitStatus.Unknown()));
        launcher.stop(launch.handle(), IMPATIENT);
        assertThat(doors.table().alive(launch.process())).isTrue();
    }

    @Test
    void strangerWithThePidIsNeverTouched() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            ProcessIdentity now = doors.table().identify((int) stranger.pid()).orElseThrow();
            ProcessIdentity before =
                    new ProcessIdentity(now.bootId(), now.pid(), now.startTicks() - 1);
            launcher.close();
            launcher =
                    launcher(
                            machine(
                                    new FakeKeeper(
                                            new BirthRecord("old", before, before, Instant.EPOCH)),
                                    doors.table()),
                            ProcessTree.KILL_DEADLINE);
            LaunchHandle handle = launcher.prepare(script("").spec(), "old");
            assertThat(launcher.recover(handle, new Events())).isInstanceOf(Recovered.Gone.class);
            launcher.stop(handle, IMPATIENT);
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aSignalReachesTheMainProcessAndNobodyElse() throws Exception {
        Events events = new Events();
        Script script =
                script(
                        "trap 'kill $!; exit 42' HUP;"
                                + " sh -c \"trap 'exit 9' HUP; echo child; while :; do sleep 0.01;"
                                + " done\" & wait $!; exit 1");
        Launch launch = launch(script, events);
        words(script, 1);
        launcher.signal(launch.handle(), Signal.HUP);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(42));
        assertThatThrownBy(() -> launcher.signal(launch.handle(), Signal.HUP))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("no main process to send HUP to");
        launcher.stop(launch.handle(), IMPATIENT);
    }

    @Test
    void theEndIsToldBeforeTheExit() throws Exception {
        Events events = new Events();
        launch(script("exit 0"), events);
        events.next(LaunchEvent.Ended.class);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Exited(0));
    }

    @Test
    void aHandleOfVersion1IsUnderstood() throws Exception {
        Events events = new Events();
        Launch launch = launch(script("exec sleep 60"), events);
        LaunchHandle now = launch.handle();
        LaunchHandle then =
                new LaunchHandle(
                        1,
                        now.launcher(),
                        now.service(),
                        now.launchId(),
                        Map.of("records", records.toString()));
        replaceLauncher();
        assertThat(launcher.recover(then, events)).isInstanceOf(Recovered.Adopted.class);
        launcher.pausing().orElseThrow().pause(then);
        launcher.pausing().orElseThrow().resume(then);
        launcher.stop(then, PATIENT);
        assertThat(events.exit()).isEqualTo(new ExitStatus.Killed(15, false));
        launcher.forget(now);
    }

    @Test
    void whatTheKernelHoldsIsSaidAndKeepsNobodyElseWaiting() throws Exception {
        launcher.close();
        launcher = launcher(machine(doors.spawn(), doors.table()), Duration.ofSeconds(1));
        Events events = new Events();
        Launch launch = launch(script("exec sleep 60"), events);
        Launch other = launch(script("exec sleep 60"), new Events());
        try (FrozenV1 frozen = FrozenV1.hold(launch.process())) {
            assertThat(frozen.state()).isEqualTo("FROZEN");
            CompletableFuture<Void> stop =
                    CompletableFuture.runAsync(() -> stopUnchecked(launch.handle()));
            launcher.stop(other.handle(), PATIENT);
            assertThat(stop).isNotDone();
            assertThatThrownBy(() -> stop.get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .hasMessageContaining("unkillable: process " + launch.process().pid())
                    .hasMessageContaining("1 s after SIGKILL");
        }
        assertThat(events.exit())
                .isIn(new ExitStatus.Killed(9, false), new ExitStatus.Killed(15, false));
    }

    @Test
    void anExitThatIsWrittenAfterItWasForgottenDoesNotStayBehind() throws Exception {
        Events events = new Events();
        Launch launch = launch(script("exec sleep 60"), events);
        BirthRecord birth = doors.spawn().birth(records, launch.handle().launchId()).orElseThrow();
        HeldProcess keeper = doors.watch().hold(birth.keeper(), () -> {}).orElseThrow();
        assertThat(keeper.send(Signal.STOP)).isTrue();
        HeldProcess main = doors.watch().hold(launch.process(), () -> {}).orElseThrow();
        assertThat(main.send(Signal.KILL)).isTrue();
        events.next(LaunchEvent.Ended.class);
        launcher.forget(launch.handle());
        assertThat(keeper.send(Signal.CONT)).isTrue();
        awaitDeath(birth.keeper());
        await().atMost(SOON).untilAsserted(() -> assertThat(records).isEmptyDirectory());
        assertThat(events.silent(A_MOMENT)).isTrue();
    }

    private void stopUnchecked(LaunchHandle handle) {
        try {
            launcher.stop(handle, IMPATIENT);
        } catch (LaunchException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
