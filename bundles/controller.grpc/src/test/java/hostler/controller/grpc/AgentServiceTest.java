package hostler.controller.grpc;

import static hostler.controller.grpc.DoorFixture.statusOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Duration;
import hostler.core.api.Failure;
import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceState;
import hostler.core.api.Verdict;
import hostler.proto.v1.Action;
import hostler.proto.v1.AgentGrpc;
import hostler.proto.v1.CommandProgress;
import hostler.proto.v1.CommandRequest;
import hostler.proto.v1.Event;
import hostler.proto.v1.GetAgentRequest;
import hostler.proto.v1.GetAgentResponse;
import hostler.proto.v1.GetServiceRequest;
import hostler.proto.v1.GetServiceResponse;
import hostler.proto.v1.ListPluginsRequest;
import hostler.proto.v1.ListServicesRequest;
import hostler.proto.v1.ListServicesResponse;
import hostler.proto.v1.Plugin;
import hostler.proto.v1.PluginState;
import hostler.proto.v1.Registration;
import hostler.proto.v1.RegistrationState;
import hostler.proto.v1.ReloadRequest;
import hostler.proto.v1.ReloadResponse;
import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import hostler.proto.v1.WatchEventsRequest;
import hostler.registrar.api.Registrar;
import hostler.registrar.api.Registration.Absent;
import hostler.registrar.api.Registration.Cause;
import hostler.registrar.api.Registration.Registered;
import hostler.registrar.api.Registration.Unconfirmed;
import io.grpc.Context;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AgentServiceTest {
    private DoorFixture door;
    private AgentGrpc.AgentBlockingStub client;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory);
        door.core.put(Services.status("web", ServiceState.RUNNING));
        door.core.put(Services.status("db", ServiceState.STOPPED));
        // The board of grpc.health.v1 listens too.
        assertThat(door.core.subscriptions.poll(5, TimeUnit.SECONDS)).isEqualTo("opened");
        client = AgentGrpc.newBlockingStub(door.local());
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void theAgentSaysWhoItIsWhereItListensAndWhatIsWrong() {
        door.core.problems.add(problem("broken", true));
        int port = door.port();
        GetAgentResponse agent = client.getAgent(GetAgentRequest.getDefaultInstance());
        assertThat(agent.getCode()).isEqualTo("agent-007");
        assertThat(agent.getPid()).isEqualTo(42);
        assertThat(agent.getListenersList())
                .containsExactly(
                        "unix:" + door.socket,
                        "127.0.0.1:" + port + " (plaintext)",
                        "http 127.0.0.1:8080");
        assertThat(agent.getLastReload().getApplied()).isFalse();
        assertThat(agent.getLastReload().getProblemsList()).containsExactly("agent.yaml:3:1: bad");
        assertThat(agent.getProblems(0).getText())
                .isEqualTo("/srv/broken/package.json:2:5: version: expected a text");
        assertThat(agent.getProblems(0).getFatal()).isTrue();
    }

    @Test
    void eachRegistrationIsToldWithItsReason() {
        door.registrars =
                List.of(
                        registrar(new Registered(Services.STARTED, "192.0.2.1:10380")),
                        registrar(
                                new Unconfirmed(Services.STARTED, Cause.UNREACHABLE, "no answer")),
                        registrar(new Absent(Services.STARTED, Cause.NO_ADDRESS, "loopback")));

        List<Registration> told =
                client.getAgent(GetAgentRequest.getDefaultInstance()).getRegistrationsList();

        assertThat(told).allMatch(one -> one.getPlace().equals("etcd 192.0.2.9:2379"));
        assertThat(told)
                .extracting(
                        Registration::getState,
                        Registration::getAddress,
                        Registration::getCause,
                        Registration::getReason)
                .containsExactly(
                        tuple(
                                RegistrationState.REGISTRATION_STATE_REGISTERED,
                                "192.0.2.1:10380",
                                "",
                                ""),
                        tuple(
                                RegistrationState.REGISTRATION_STATE_UNCONFIRMED,
                                "",
                                "unreachable",
                                "no answer"),
                        tuple(
                                RegistrationState.REGISTRATION_STATE_ABSENT,
                                "",
                                "no_address",
                                "loopback"));
    }

    private static Registrar registrar(hostler.registrar.api.Registration now) {
        return new Registrar() {
            @Override
            public String place() {
                return "etcd 192.0.2.9:2379";
            }

            @Override
            public hostler.registrar.api.Registration registration() {
                return now;
            }
        };
    }

    @Test
    void servicesAreListedSortedAndWhole() {
        ListServicesResponse list = client.listServices(ListServicesRequest.getDefaultInstance());
        assertThat(list.getAgentCode()).isEqualTo("agent-007");
        assertThat(list.getServicesList())
                .extracting(Service::getName)
                .containsExactly("db", "web");
        Service web = list.getServices(1);
        assertThat(web.getState()).isEqualTo(State.STATE_RUNNING);
        assertThat(web.getReason()).isEqualTo("because of RUNNING");
        assertThat(web.getWanted()).isTrue();
        assertThat(web.getPid()).isEqualTo(4711);
        assertThat(web.getStartTicks()).isEqualTo(123_456);
        assertThat(web.getUptime().getSeconds()).isPositive();
        assertThat(web.getLastExit()).isEqualTo("killed by signal 9");
        assertThat(web.getDependenciesList()).containsExactly("base");
        assertThat(web.getMethod()).isEqualTo("direct");
        assertThat(web.getCheck()).isEqualTo("tcp");
        assertThat(web.getRestarts()).isEqualTo(2);
        assertThat(web.getTotalRestarts()).isEqualTo(7);
        assertThat(web.getLaunchId()).isEqualTo("web-1");
        Service db = list.getServices(0);
        assertThat(db.getWanted()).isFalse();
        assertThat(db.getPid()).isZero();
        assertThat(db.hasStartedAt()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(ServiceState.class)
    void everyStateHasAWireForm(ServiceState state) {
        assertThat(Wire.state(state).name()).isEqualTo("STATE_" + state);
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void everyVerdictHasAWireForm(Verdict verdict) {
        Service service =
                Wire.service(
                        Services.status(
                                "web",
                                ServiceState.RUNNING,
                                new hostler.core.api.Health(verdict, "m")),
                        Services.STARTED);
        assertThat(service.getHealth().name()).isEqualTo("VERDICT_" + verdict);
    }

    @Test
    void aServiceComesWithItsNewestEvents() {
        GetServiceResponse answer = client.getService(get("web", 0));
        assertThat(answer.getService().getName()).isEqualTo("web");
        assertThat(answer.getEventsCount()).isEqualTo(20);
        assertThat(answer.getEvents(0).getMessage()).isEqualTo("event 1");
        assertThat(answer.getEvents(0).getKind()).isEqualTo("state");
        assertThat(client.getService(get("web", 3)).getEventsCount()).isEqualTo(3);
    }

    @Test
    void anUnknownServiceIsExplainedByItsBrokenPackage() {
        door.core.problems.add(problem("broken", true));
        Status unknown = statusOf(() -> client.getService(get("nope", 0)));
        assertThat(unknown.getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(unknown.getDescription()).isEqualTo("service nope not found");
        Status broken = statusOf(() -> client.getService(get("broken", 0)));
        assertThat(broken.getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(broken.getDescription())
                .isEqualTo(
                        "service broken not found; its package.json is not usable:"
                                + " /srv/broken/package.json:2:5: version: expected a text");
    }

    private static GetServiceRequest get(String name, int events) {
        return GetServiceRequest.newBuilder().setName(name).setEvents(events).build();
    }

    private static PackageProblem problem(String directory, boolean fatal) {
        return new PackageProblem(
                Path.of("/srv", directory, "package.json"),
                2,
                5,
                "version",
                "expected a text",
                fatal);
    }

    @Test
    void aCommandWithoutWaitEndsWhenItIsDurable() {
        List<CommandProgress> progress =
                all(command(Action.ACTION_START).addServices("db").addServices("nope"));
        assertThat(progress).extracting(CommandProgress::getService).containsExactly("db", "nope");
        assertThat(progress).extracting(CommandProgress::getDone).containsOnly(true);
        assertThat(progress.get(0).getOk()).isTrue();
        assertThat(progress.get(1).getOk()).isFalse();
        assertThat(progress.get(1).getMessage()).isEqualTo("service nope not found");
        assertThat(door.core.commands)
                .singleElement()
                .asString()
                .matches("start db by .* on the local socket");
    }

    @Test
    void aCommandWithWaitTellsTheProgressAndTheOutcome() throws Exception {
        Iterator<CommandProgress> progress =
                client.command(
                        command(Action.ACTION_START)
                                .addServices("db")
                                .addServices("web")
                                .setWait(true)
                                .build());
        awaitCommands(2);
        door.core.happen(
                ServiceEvent.Kind.STATE,
                "process 12 started",
                Services.status("db", ServiceState.STARTING));
        assertThat(progress.next())
                .isEqualTo(
                        CommandProgress.newBuilder()
                                .setService("db")
                                .setState(State.STATE_STARTING)
                                .setMessage("process 12 started")
                                .build());
        door.core.settle("db", ServiceState.RUNNING);
        assertThat(progress.next())
                .isEqualTo(
                        CommandProgress.newBuilder()
                                .setService("db")
                                .setState(State.STATE_RUNNING)
                                .setMessage("because of RUNNING")
                                .setDone(true)
                                .setOk(true)
                                .build());
        door.core.settle("web", ServiceState.FAILED);
        CommandProgress failed = progress.next();
        assertThat(failed.getDone()).isTrue();
        assertThat(failed.getOk()).isFalse();
        assertThat(failed.getMessage()).isEqualTo("because of FAILED");
        assertThat(progress.hasNext()).isFalse();
        assertThat(door.core.subscriptions.poll(5, TimeUnit.SECONDS)).isEqualTo("opened");
        assertThat(door.core.subscriptions.poll(5, TimeUnit.SECONDS)).isEqualTo("closed");
    }

    @ParameterizedTest
    @CsvSource({
        "ACTION_START,true",
        "ACTION_RESTART,true",
        "ACTION_RESUME,true",
        "ACTION_STOP,false",
        "ACTION_PAUSE,false"
    })
    void aTaskThatHasCompletedDidWhatOneCommandsItToDo(Action action, boolean fulfilled)
            throws Exception {
        Iterator<CommandProgress> progress =
                client.command(command(action).addServices("db").setWait(true).build());
        awaitCommands(1);
        door.core.settle("db", ServiceState.COMPLETED);
        CommandProgress outcome = progress.next();
        assertThat(outcome.getState()).isEqualTo(State.STATE_COMPLETED);
        assertThat(outcome.getMessage()).isEqualTo("because of COMPLETED");
        assertThat(outcome.getDone()).isTrue();
        assertThat(outcome.getOk()).isEqualTo(fulfilled);
    }

    @Test
    void aTaskThatHasCompletedIsWantedAndHasNoProcess() {
        door.core.put(Services.status("db", ServiceState.COMPLETED));
        Service task = client.listServices(ListServicesRequest.getDefaultInstance()).getServices(0);
        assertThat(task.getState()).isEqualTo(State.STATE_COMPLETED);
        assertThat(task.getWanted()).isTrue();
        assertThat(task.getReady()).isFalse();
        assertThat(task.getPid()).isZero();
        assertThat(task.hasUptime()).isFalse();
    }

    @Test
    void aCommandThatDoesNotSettleInTimeSaysWhere() {
        List<CommandProgress> progress =
                all(
                        command(Action.ACTION_RESTART)
                                .addServices("web")
                                .setWait(true)
                                .setTimeout(Duration.newBuilder().setNanos(50_000_000)));
        assertThat(progress).hasSize(1);
        assertThat(progress.get(0).getDone()).isTrue();
        assertThat(progress.get(0).getOk()).isFalse();
        assertThat(progress.get(0).getMessage())
                .startsWith("not settled after 0.05 s")
                .endsWith("because of RUNNING");
    }

    @Test
    void pauseAndResumeReachCore() {
        assertThat(all(command(Action.ACTION_PAUSE).addServices("web"))).hasSize(1);
        assertThat(all(command(Action.ACTION_RESUME).addServices("web"))).hasSize(1);
        assertThat(door.core.commands)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("pause web by "),
                        second -> assertThat(second).startsWith("resume web by "));
    }

    @Test
    void aReloadIsDoneWhenCoreSaysSoWhateverStateTheServiceIsIn() throws Exception {
        List<CommandProgress> progress =
                reloaded(() -> door.core.settle("web", ServiceState.STARTING));
        assertThat(progress.getLast().getOk()).isTrue();
        assertThat(progress.getLast().getMessage()).isEqualTo("reloaded");
    }

    @Test
    void aReloadThatFailsIsToldWithItsReason() throws Exception {
        ServiceException failed =
                FakeCore.failure(Failure.FAILED_PRECONDITION, "the job is 'failed'");
        List<CommandProgress> progress =
                reloaded(() -> door.core.stages.get("web").completeExceptionally(failed));
        assertThat(progress.getLast().getOk()).isFalse();
        assertThat(progress.getLast().getState()).isEqualTo(State.STATE_RUNNING);
        assertThat(progress.getLast().getMessage()).isEqualTo("the job is 'failed'");
    }

    @Test
    void stoppingAllCascades() {
        assertThat(all(command(Action.ACTION_STOP).setAll(true))).hasSize(2);
        assertThat(door.core.commands)
                .hasSize(2)
                .allSatisfy(command -> assertThat(command).contains(" cascading by "));
    }

    @Test
    void aCommandThatContradictsItselfIsInvalid() {
        assertInvalid(command(Action.ACTION_UNSPECIFIED).addServices("web"));
        assertInvalid(command(Action.ACTION_START));
        assertInvalid(command(Action.ACTION_START).addServices("web").setAll(true));
        assertInvalid(
                command(Action.ACTION_START)
                        .addServices("web")
                        .setWait(true)
                        .setTimeout(Duration.newBuilder().setSeconds(-1)));
        assertThat(door.core.commands).isEmpty();
    }

    private void assertInvalid(CommandRequest.Builder request) {
        assertThat(statusOf(() -> all(request)).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private static CommandRequest.Builder command(Action action) {
        return CommandRequest.newBuilder().setAction(action);
    }

    private List<CommandProgress> all(CommandRequest.Builder request) {
        List<CommandProgress> progress = new ArrayList<>();
        client.command(request.build()).forEachRemaining(progress::add);
        return progress;
    }

    /** What comes of a reload that ends like this. */
    private List<CommandProgress> reloaded(Runnable end) throws InterruptedException {
        CommandRequest.Builder request = command(Action.ACTION_RELOAD).addServices("web");
        Iterator<CommandProgress> progress = client.command(request.setWait(true).build());
        assertThat(door.core.commands.poll(5, TimeUnit.SECONDS)).startsWith("reload web by ");
        end.run();
        List<CommandProgress> all = new ArrayList<>();
        progress.forEachRemaining(all::add);
        return all;
    }

    private void awaitCommands(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertThat(door.core.commands.poll(5, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void eventsAreWatchedUntilTheCallerLeaves() throws Exception {
        Context.CancellableContext call = Context.current().withCancellation();
        Iterator<Event> events =
                call.call(
                        () ->
                                client.watchEvents(
                                        WatchEventsRequest.newBuilder()
                                                .addServices("web")
                                                .build()));
        assertThat(door.core.subscriptions.poll(5, TimeUnit.SECONDS)).isEqualTo("opened");
        door.core.happen(
                ServiceEvent.Kind.EXIT,
                "not asked for",
                Services.status("db", ServiceState.FAILED));
        door.core.happen(
                ServiceEvent.Kind.EXIT,
                "killed by signal 9",
                Services.status("web", ServiceState.RESTARTING));
        Event event = events.next();
        assertThat(event.getSequence()).isEqualTo(2);
        assertThat(event.getService()).isEqualTo("web");
        assertThat(event.getKind()).isEqualTo("exit");
        assertThat(event.getMessage()).isEqualTo("killed by signal 9");
        assertThat(event.getState()).isEqualTo(State.STATE_RESTARTING);
        call.cancel(null);
        assertThat(door.core.subscriptions.poll(5, TimeUnit.SECONDS)).isEqualTo("closed");
    }

    @Test
    void pluginsAreListed() {
        Plugin plugin = client.listPlugins(ListPluginsRequest.getDefaultInstance()).getPlugins(0);
        assertThat(plugin.getName()).isEqualTo("hostler.health.tcp");
        assertThat(plugin.getState()).isEqualTo(PluginState.PLUGIN_STATE_ACTIVE);
        assertThat(plugin.getFile()).isEqualTo("/deploy/tcp.jar");
        assertThat(plugin.getProvidesList()).containsExactly("health:tcp");
        assertThat(plugin.getRetiredLoaders()).isEqualTo(1);
    }

    @Test
    void aReloadReadsTheFileAndTheWorkspace() {
        door.core.problems.add(problem("broken", false));
        ReloadResponse answer = client.reload(ReloadRequest.getDefaultInstance());
        assertThat(answer.getReload().getApplied()).isTrue();
        assertThat(answer.getReload().getChangedList()).containsExactly("discovery.interval");
        assertThat(answer.getProblemsCount()).isEqualTo(1);
        assertThat(door.core.commands).containsExactly("rescan");
    }

    @Test
    void withoutTheConfigurationBundleTheAgentStillAnswers() {
        door.configuration = null;
        assertThat(client.getAgent(GetAgentRequest.getDefaultInstance()).hasLastReload()).isFalse();
        assertThat(statusOf(() -> client.reload(ReloadRequest.getDefaultInstance())).getCode())
                .isEqualTo(Status.Code.UNAVAILABLE);
    }
}
