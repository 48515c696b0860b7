package hostler.controller.grpc;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import hostler.core.api.AgentConfiguration;
import hostler.core.api.HealthCheck;
import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.deploy.api.Plugin;
import hostler.os.api.ExitRecord;
import hostler.proto.v1.CommandProgress;
import hostler.proto.v1.Event;
import hostler.proto.v1.PluginState;
import hostler.proto.v1.Problem;
import hostler.proto.v1.Reload;
import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import hostler.proto.v1.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What {@code hostler.v1} says about the agent's own words. Pure functions. */
final class Wire {
    private Wire() {}

    static Service service(ServiceStatus status, Instant now) {
        Service.Builder service =
                Service.newBuilder()
                        .setName(status.id().name())
                        .setState(state(status.state()))
                        .setReason(status.reason())
                        .setWanted(status.desired() == hostler.core.api.Desired.RUNNING)
                        .setReady(status.ready())
                        .setHealth(Verdict.valueOf("VERDICT_" + status.health().verdict()))
                        .setHealthMessage(status.health().message())
                        .setRestarts(status.restarts())
                        .setTotalRestarts(status.totalRestarts())
                        .setLastExit(status.lastExit().map(Wire::exit).orElse(""))
                        .setRemoved(status.removed())
                        .setProblem(status.problem().orElse(""))
                        .setLaunchId(status.launchId().orElse(""))
                        .setSince(timestamp(status.since()));
        status.lastExit().ifPresent(exit -> service.setLastExitAt(timestamp(exit.at())));
        status.nextStart().ifPresent(next -> service.setNextStart(timestamp(next)));
        addSpec(service, status);
        if (status.state().alive()) {
            addProcess(service, status, now);
        }
        return service.build();
    }

    private static void addSpec(Service.Builder service, ServiceStatus status) {
        service.setVersion(status.spec().version())
                .setDescription(status.spec().description())
                .addAllDependencies(
                        status.spec().dependencies().stream().map(ServiceId::name).toList())
                .setMethod(status.spec().startup().method())
                .setCheck(status.spec().healthCheck().map(HealthCheck::type).orElse(""))
                .setSource(status.spec().source().toString());
    }

    private static void addProcess(Service.Builder service, ServiceStatus status, Instant now) {
        status.process()
                .ifPresent(
                        process ->
                                service.setPid(process.pid()).setStartTicks(process.startTicks()));
        status.startedAt()
                .ifPresent(
                        started ->
                                service.setStartedAt(timestamp(started))
                                        .setUptime(duration(elapsed(started, now))));
    }

    static State state(ServiceState state) {
        return State.valueOf("STATE_" + state);
    }

    private static String exit(ExitRecord exit) {
        String how = exit.describe();
        return exit.deadlineExceeded() ? how + " (its time was up)" : how;
    }

    static Event event(ServiceEvent event) {
        return Event.newBuilder()
                .setSequence(event.sequence())
                .setAt(timestamp(event.at()))
                .setService(event.service().name())
                .setKind(event.kind().name().toLowerCase(Locale.ROOT))
                .setMessage(event.message())
                .setState(state(event.status().state()))
                .build();
    }

    static CommandProgress progress(ServiceEvent event) {
        return CommandProgress.newBuilder()
                .setService(event.service().name())
                .setState(state(event.status().state()))
                .setMessage(event.message())
                .build();
    }

    static CommandProgress outcome(String name, ServiceState state, String message, boolean ok) {
        return CommandProgress.newBuilder()
                .setService(name)
                .setState(state(state))
                .setMessage(message)
                .setDone(true)
                .setOk(ok)
                .build();
    }

    static Problem problem(PackageProblem problem) {
        return Problem.newBuilder().setText(problem.toString()).setFatal(problem.fatal()).build();
    }

    static Reload reload(AgentConfiguration.Reload reload) {
        return Reload.newBuilder()
                .setAt(timestamp(reload.at()))
                .setApplied(reload.applied())
                .addAllChanged(reload.changed())
                .addAllNeedRestart(reload.needRestart())
                .addAllProblems(reload.problems())
                .build();
    }

    static hostler.proto.v1.Plugin plugin(Plugin plugin) {
        return hostler.proto.v1.Plugin.newBuilder()
                .setName(plugin.name())
                .setVersion(plugin.version())
                .setState(PluginState.valueOf("PLUGIN_STATE_" + plugin.state()))
                .setFile(plugin.file().map(Path::toString).orElse(""))
                .addAllProvides(plugin.provides())
                .setReason(plugin.reason().orElse(""))
                .setRetiredLoaders(plugin.retiredLoaders())
                .build();
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /**
     * How long ago something was, never less than nothing: it is the difference of two stamps, and
     * the wall clock may have been set back between them.
     */
    static java.time.Duration elapsed(Instant since, Instant now) {
        return since.isBefore(now)
                ? java.time.Duration.between(since, now)
                : java.time.Duration.ZERO;
    }

    /** The same for what may never have been. */
    static java.time.Duration elapsed(Optional<Instant> since, Instant now) {
        return since.map(at -> elapsed(at, now)).orElse(java.time.Duration.ZERO);
    }

    private static Duration duration(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }
}
