package hostler.core;

import static hostler.core.api.ServiceState.FAILED;
import static hostler.core.api.ServiceState.RESTARTING;
import static hostler.core.api.ServiceState.RUNNING;
import static hostler.core.api.ServiceState.STARTING;
import static hostler.core.api.ServiceState.STOPPED;
import static hostler.core.api.ServiceState.STOPPING;
import static hostler.core.api.ServiceState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hostler.core.api.Desired;
import hostler.core.api.Failure;
import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final ServiceId WEB = Specs.id("web");
    private static final ServiceId API = Specs.id("api");
    private static final ServiceId DB = Specs.id("db");

    @TempDir Path directory;
    private TestHost host;

    @BeforeEach
    void open() throws Exception {
        host = TestHost.on(directory);
    }

    @AfterEach
    void close() throws Exception {
        host.end();
    }

    private static void assertRefused(ThrowingCallable command, Failure failure, String message) {
        ServiceException refused = catchThrowableOfType(ServiceException.class, command);
        assertThat(refused.failure()).isEqualTo(failure);
        assertThat(refused).hasMessage(message);
    }

    @Test
    void anUnknownServiceIsNotFound() {
        assertRefused(
                () -> host.commands.start(WEB, "tester"),
                Failure.NOT_FOUND,
                "service web not found");
        assertRefused(
                () -> host.commands.stop(WEB, true, "tester"),
                Failure.NOT_FOUND,
                "service web not found");
    }

    @Test
    void aDiscoveredServiceIsStoppedUntilSomebodySaysStart() throws Exception {
        host.found(Specs.spec("web"));

        assertThat(host.await(WEB, STOPPED).reason()).isEqualTo("nobody has started it yet");
        ServiceStatus status = TestHost.settled(host.commands.start(WEB, "tester"));
        assertThat(status.state()).isEqualTo(RUNNING);
        assertThat(status.ready()).isTrue();
        assertThat(status.health()).isEqualTo(Standing.UNCHECKED);
        assertThat(status.reason()).isEqualTo("started by tester");
        assertThat(host.history(WEB, Kind.COMMAND)).containsExactly("start commanded by tester");
    }

    @Test
    void aCommandIsDurableWhenItReturns() throws Exception {
        host.found(Specs.spec("web"));

        host.commands.start(WEB, "tester");

        assertThat(host.store.records().get(WEB).desired()).contains(Desired.RUNNING);
    }

    @Test
    void defect13DependencyOfADependencyIsStartedFirstAndIsNoCycle() throws Exception {
        host.found(Specs.spec("web", "api"), Specs.spec("api", "db"), Specs.spec("db"));

        TestHost.settled(host.commands.start(WEB, "tester"));

        assertThat(host.machine.calls).containsExactly("launch db", "launch api", "launch web");
    }

    @Test
    void inADiamondEachIsStartedOnce() throws Exception {
        host.found(
                Specs.spec("web", "left", "right"),
                Specs.spec("left", "db"),
                Specs.spec("right", "db"),
                Specs.spec("db"));

        TestHost.settled(host.commands.start(WEB, "tester"));

        assertThat(host.machine.calls).hasSize(4).startsWith("launch db").endsWith("launch web");
    }

    @Test
    void aChainOfTwoHundredIsStartedInOrder() throws Exception {
        ServiceSpec[] chain =
                IntStream.range(0, 200)
                        .mapToObj(
                                i -> i == 0 ? Specs.spec("s000") : Specs.spec(name(i), name(i - 1)))
                        .toArray(ServiceSpec[]::new);
        host.found(chain);

        TestHost.settled(host.commands.start(Specs.id("s199"), "tester"));

        List<String> inOrder = IntStream.range(0, 200).mapToObj(i -> "launch " + name(i)).toList();
        assertThat(host.machine.calls).containsExactlyElementsOf(inOrder);
    }

    private static String name(int i) {
        return "s%03d".formatted(i);
    }

    @Test
    void aServiceWaitsUntilWhatItNeedsIsReady() throws Exception {
        host.found(Specs.spec("web", "db"), Specs.checked("db"));

        CompletionStage<ServiceStatus> started = host.commands.start(WEB, "tester");

        host.await(DB, "launched", status -> status.process().isPresent());
        ServiceStatus waiting =
                host.await(WEB, "waiting", s -> s.reason().equals("waiting for db (starting)"));
        assertThat(waiting.state()).isEqualTo(WAITING);
        host.report(DB, Verdict.WARNING, "slow");
        assertThat(TestHost.settled(started).state()).isEqualTo(RUNNING);
    }

    @Test
    void aCycleIsRefusedWithAllItsMembers() {
        host.found(Specs.spec("web", "api"), Specs.spec("api", "web"));

        assertRefused(
                () -> host.commands.start(WEB, "tester"),
                Failure.FAILED_PRECONDITION,
                "service web cannot be started: dependency cycle: web -> api -> web");
        assertThat(host.store.records()).isEmpty();
    }

    @Test
    void anAutostartedCycleFailsAndHoldsUpNobodyElse() throws Exception {
        host.found(
                Specs.autostarted("web", "api"),
                Specs.autostarted("api", "web"),
                Specs.autostarted("db"));

        host.await(DB, RUNNING);
        assertThat(host.await(API, FAILED).reason())
                .isEqualTo("dependency cycle: api -> web -> api");
        assertThat(host.await(WEB, FAILED).reason()).contains("web -> api -> web");
    }

    @Test
    void aMissingDependencyIsRefusedByNameAndWaitedForByAutostart() throws Exception {
        host.found(Specs.autostarted("web", "db"));

        assertThat(host.await(WEB, WAITING).reason())
                .isEqualTo("waiting for db (has no package.json)");
        assertRefused(
                () -> host.commands.start(WEB, "tester"),
                Failure.FAILED_PRECONDITION,
                "service web cannot be started: missing dependency: db");

        host.found(Specs.autostarted("web", "db"), Specs.autostarted("db"));
        host.await(WEB, RUNNING);
    }

    @Test
    void autostartTakesAlongWhatNobodyCommandedButNotWhatWasStopped() throws Exception {
        host.found(Specs.spec("db"), Specs.spec("cache"));
        TestHost.settled(host.commands.stop(DB, false, "tester"));

        host.found(
                Specs.autostarted("web", "db"),
                Specs.autostarted("api", "cache"),
                Specs.spec("db"),
                Specs.spec("cache"));

        host.await(API, RUNNING);
        assertThat(host.await(WEB, WAITING).reason()).isEqualTo("waiting for db (stopped)");
    }

    @Test
    void startOfARunningAndStopOfAStoppedServiceChangeNothing() throws Exception {
        host.running(Specs.spec("web"));

        ServiceStatus running = TestHost.settled(host.commands.start(WEB, "somebody else"));
        assertThat(running.reason()).isEqualTo("started by tester");
        TestHost.settled(host.commands.stop(WEB, false, "tester"));
        ServiceStatus stopped = TestHost.settled(host.commands.stop(WEB, false, "somebody else"));

        assertThat(stopped.reason()).isEqualTo("stop commanded by tester");
        assertThat(host.machine.calls).containsExactly("launch web", "stop web", "forget web");
        assertThat(host.history(WEB, Kind.COMMAND)).hasSize(2);
    }

    @Test
    void stopIsRefusedWhileRunningServicesNeedIt() throws Exception {
        host.running(Specs.spec("db"), Specs.spec("api", "db"), Specs.spec("web", "db"));

        assertRefused(
                () -> host.commands.stop(DB, false, "tester"),
                Failure.FAILED_PRECONDITION,
                "service db cannot be stopped: it is needed by api, web;"
                        + " stop that first, or stop all of it with --cascade");
        assertThat(host.machine.calls("stop")).isEmpty();
    }

    @Test
    void cascadeStopsInReverseOrder() throws Exception {
        host.running(Specs.spec("db"), Specs.spec("api", "db"), Specs.spec("web", "api"));

        TestHost.settled(host.commands.stop(DB, true, "tester"));

        assertThat(host.machine.calls("stop")).containsExactly("stop web", "stop api", "stop db");
        assertThat(host.roster.find(WEB).orElseThrow().reason())
                .isEqualTo("stop commanded by tester, who stops db");
    }

    @Test
    void aDependentThatCannotBeEndedDoesNotHoldUpTheStop() throws Exception {
        host.running(Specs.spec("db"), Specs.spec("web", "db"));
        host.launcher.cannotEnd(WEB, "stuck in the kernel");

        ServiceStatus stopped = TestHost.settled(host.commands.stop(DB, true, "tester"));

        assertThat(stopped.state()).isEqualTo(STOPPED);
        assertThat(host.roster.find(WEB).orElseThrow().state()).isEqualTo(STOPPING);
    }

    @Test
    void aRestartReplacesTheProcessAndLeavesDependentsAlone() throws Exception {
        host.running(Specs.spec("db"), Specs.spec("web", "db"));
        host.machine.calls.clear();

        ServiceStatus status = TestHost.settled(host.commands.restart(DB, "tester"));

        assertThat(status.state()).isEqualTo(RUNNING);
        assertThat(status.reason()).isEqualTo("restart commanded by tester");
        assertThat(status.totalRestarts()).isZero();
        assertThat(host.machine.calls).containsExactly("stop db", "forget db", "launch db");
    }

    @Test
    void aRestartOfAStoppedServiceStartsIt() throws Exception {
        host.found(Specs.spec("web", "db"), Specs.spec("db"));

        TestHost.settled(host.commands.restart(WEB, "tester"));

        assertThat(host.machine.calls).containsExactly("launch db", "launch web");
    }

    @Test
    void aStartWhileItStopsIsHeardAfterwards() throws Exception {
        host.running(Specs.spec("web"));
        CountDownLatch ending = new CountDownLatch(1);
        host.launcher.holdStop(WEB, ending);
        host.commands.stop(WEB, false, "tester");
        host.await(WEB, STOPPING);

        CompletionStage<ServiceStatus> started = host.commands.start(WEB, "tester");
        ending.countDown();

        assertThat(TestHost.settled(started).state()).isEqualTo(RUNNING);
        assertThat(host.machine.living()).isEqualTo(1);
    }

    @Test
    void aStopEndsWhatIsStillStarting() throws Exception {
        host.found(Specs.checked("web"));
        host.commands.start(WEB, "tester");
        host.await(WEB, STARTING);

        ServiceStatus stopped = TestHost.settled(host.commands.stop(WEB, false, "tester"));

        assertThat(stopped.state()).isEqualTo(STOPPED);
        assertThat(host.machine.living()).isZero();
    }

    @Test
    void aStopEndsWaitingForARestart() throws Exception {
        host.running(Specs.spec("web"));
        host.dies(WEB);
        host.await(WEB, "restarted", s -> s.totalRestarts() == 1 && s.state() == RUNNING);
        host.dies(WEB);
        host.await(WEB, RESTARTING);

        TestHost.settled(host.commands.stop(WEB, false, "tester"));
        host.clock.advance(Duration.ofHours(1));

        assertThat(TestHost.settled(host.commands.stop(WEB, false, "tester")).state())
                .isEqualTo(STOPPED);
        assertThat(host.machine.living()).isZero();
    }

    @Test
    void dependentsStayUpWhenADependencyDies() throws Exception {
        host.running(Specs.spec("db"), Specs.spec("web", "db"));

        host.dies(DB);

        host.await(DB, "restarted", s -> s.totalRestarts() == 1 && s.state() == RUNNING);
        assertThat(host.machine.calls("launch web")).isEmpty();
        assertThat(host.machine.calls("stop")).containsExactly("stop db");
    }

    @Test
    void defect20ListIsSortedByName() {
        host.found(Specs.spec("web"), Specs.spec("api"), Specs.spec("db"));

        assertThat(host.roster.list()).extracting(ServiceStatus::id).containsExactly(API, DB, WEB);
    }

    @Test
    void defect6AnEndIsSeenInTheListWithoutAQuestionAndTheStartTimeIsTheProcesss()
            throws Exception {
        host.running(Specs.recovering("web", Specs.NO_RECOVERY));
        assertThat(host.roster.list().getFirst().startedAt())
                .contains(host.machine.launch(WEB).orElseThrow().startedAt());

        host.dies(WEB);

        host.await(WEB, FAILED);
        assertThat(host.roster.list().getFirst().process()).isEmpty();
    }
}
