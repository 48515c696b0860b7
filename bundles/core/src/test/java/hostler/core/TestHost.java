package hostler.core;

import static org.assertj.core.api.Assertions.fail;

import hostler.core.api.Health;
import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.api.ServiceState;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Verdict;
import hostler.core.packages.PackageDefaults;
import hostler.core.packages.WorkspaceScan;
import hostler.core.state.StateStore;
import hostler.os.api.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Supervision on a fake machine, without a workspace: the test says what was found. */
final class TestHost {
    private static final long PATIENCE = Duration.ofSeconds(20).toNanos();

    final ManualClock clock = new ManualClock();
    final FakeMachine machine;
    final Roster roster = new Roster(clock);
    final EventLog events = new EventLog(clock);
    final LauncherDirectory launchers = new LauncherDirectory(roster::lookAll);
    final Commands commands = new Commands(roster);
    final StateStore store;
    FakeLauncher launcher;
    volatile boolean stopRemoved;
    private final Intake intake;
    private final PackageDefaults defaults;
    private final BlockingQueue<ServiceEvent> news = new LinkedBlockingQueue<>();

    /** A host whose launcher is there. */
    TestHost(Path directory, FakeMachine machine, boolean rebooted) throws IOException {
        this.machine = machine;
        this.store = StateStore.open(directory);
        this.defaults =
                new PackageDefaults(
                        directory,
                        directory,
                        false,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5),
                        3,
                        Specs.RECOVERY,
                        1,
                        1);
        Surroundings around =
                new Surroundings(
                        launchers, roster, events, clock, () -> 0.5, rebooted, () -> stopRemoved);
        Path packages = Files.createDirectories(directory.resolve("packages"));
        this.intake = new Intake(roster, around, store, new PackageArchive(packages));
        this.launcher = new FakeLauncher(machine);
        launchers.add(FakeLauncher.TYPE, launcher);
        events.subscribe(news::add);
    }

    static TestHost on(Path directory) throws IOException {
        return new TestHost(directory, new FakeMachine(), false);
    }

    /** What a look at the workspace finds, all of it. */
    void found(ServiceSpec... specs) {
        found(List.of(), specs);
    }

    void found(List<PackageProblem> problems, ServiceSpec... specs) {
        TreeMap<ServiceId, ServiceSpec> byName = new TreeMap<>();
        List.of(specs).forEach(spec -> byName.put(spec.id(), spec));
        intake.take(new WorkspaceScan.Findings(byName, problems, Set.of()), defaults);
    }

    /** Finds services and starts them all; returns when they run. */
    void running(ServiceSpec... specs) throws Exception {
        found(specs);
        for (ServiceSpec spec : specs) {
            commands.start(spec.id(), "tester");
        }
        for (ServiceSpec spec : specs) {
            await(spec.id(), ServiceState.RUNNING);
        }
    }

    void dies(ServiceId id) {
        machine.dies(id, new ExitStatus.Killed(9, false), clock.now());
    }

    void report(ServiceId id, Verdict verdict, String message) {
        String launchId = roster.find(id).orElseThrow().launchId().orElseThrow();
        roster.report(id, launchId, new Health(verdict, message));
    }

    ServiceStatus await(ServiceId id, ServiceState state) throws InterruptedException {
        return await(id, state.name(), status -> status.state() == state);
    }

    ServiceStatus await(ServiceId id, String what, Predicate<ServiceStatus> condition)
            throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE) {
            ServiceStatus status = roster.find(id).orElseThrow();
            if (condition.test(status)) {
                return status;
            }
            // Not every change is an event.
            news.poll(5, TimeUnit.MILLISECONDS);
        }
        return fail("%s is not %s but %s", id, what, roster.find(id));
    }

    void awaitGone(ServiceId id) throws InterruptedException {
        long start = System.nanoTime();
        while (roster.find(id).isPresent()) {
            if (System.nanoTime() - start > PATIENCE) {
                fail("%s is still there: %s", id, roster.find(id));
            }
            // It is dropped without a last word.
            news.poll(5, TimeUnit.MILLISECONDS);
        }
    }

    static ServiceStatus settled(CompletionStage<ServiceStatus> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    List<String> history(ServiceId id, ServiceEvent.Kind kind) {
        return events.history(id, EventLog.KEPT).stream()
                .filter(event -> event.kind() == kind)
                .map(ServiceEvent::message)
                .toList();
    }

    /** Another launcher takes the place of the first. */
    void swapLauncher() {
        FakeLauncher next = new FakeLauncher(machine);
        launchers.remove(FakeLauncher.TYPE, launcher);
        machine.deafen();
        launchers.add(FakeLauncher.TYPE, next);
        launcher = next;
    }

    /** The agent ends; its services stay. */
    void end() throws IOException, InterruptedException {
        List<Reconciler> all = new ArrayList<>(roster.reconcilers());
        all.forEach(Reconciler::end);
        for (Reconciler each : all) {
            if (!each.ended(Duration.ofSeconds(5))) {
                each.breakOff();
            }
        }
        machine.deafen();
        events.close();
        store.close();
    }
}
