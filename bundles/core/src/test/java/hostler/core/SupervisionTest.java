package hostler.core;

import static hostler.core.api.ServiceState.FAILED;
import static hostler.core.api.ServiceState.RUNNING;
import static hostler.core.api.ServiceState.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Health;
import hostler.core.api.Recovery;
import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceStatus;
import hostler.core.api.Verdict;
import hostler.os.api.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.util.converter.Converters;

/** The whole of supervision on a real workspace and a fake machine. */
class SupervisionTest {
    private static final ServiceId WEB = Specs.id("web");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir Path home;
    private final FakeMachine machine = new FakeMachine();
    private final BlockingQueue<ServiceEvent> news = new LinkedBlockingQueue<>();
    private SystemTicker ticker;
    private Supervision supervision;
    private FakeLauncher launcher;

    @BeforeEach
    void open() throws Exception {
        ticker = new SystemTicker();
        Path state = Files.createDirectories(home.resolve("state"));
        supervision =
                new Supervision(
                        settings(Map.of("discovery.autostart", true)),
                        state,
                        BootMark.KERNEL,
                        ticker);
        supervision.events().subscribe(news::add);
        launcher = new FakeLauncher(machine);
        supervision.launchers().add(FakeLauncher.TYPE, launcher);
    }

    @AfterEach
    void close() {
        supervision.close();
        ticker.close();
    }

    private Settings settings(Map<String, Object> properties) {
        return Settings.of(
                Converters.standardConverter().convert(properties).to(Config.class), home);
    }

    private void write(String name, String more) throws IOException {
        Path directory = Files.createDirectories(home.resolve("workspace").resolve(name));
        Files.writeString(
                directory.resolve("package.json"),
                "{\"package\": \"%s\", \"binary\": {\"path\": \"/bin/true\"}%s}"
                        .formatted(name, more));
    }

    private ServiceStatus await(ServiceId id, Predicate<ServiceStatus> condition)
            throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            var status = supervision.roster().find(id).filter(condition);
            if (status.isPresent()) {
                return status.get();
            }
            // Not every change is an event.
            news.poll(5, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError(id + " is " + supervision.roster().find(id));
    }

    @Test
    void aMissingWorkspaceIsCreatedAndAPackagePutThereIsNoticed() throws Exception {
        supervision.begin();
        await(() -> Files.isDirectory(home.resolve("workspace")));

        write("web", "");

        await(WEB, status -> status.state() == RUNNING);
        assertThat(supervision.roster().settled()).isTrue();
    }

    private void await(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
            news.poll(5, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void defect2AutoRecoveryFromThePackageIsHonoured() throws Exception {
        write(
                "web",
                ", \"operations\": {\"auto_recovery\": {\"enabled\": true, \"max_restarts\": 1}}");
        supervision.begin();
        Recovery recovery = await(WEB, s -> s.state() == RUNNING).spec().recovery();
        assertThat(recovery.maxRestarts()).isEqualTo(1);
        assertThat(recovery.delay()).isEqualTo(Duration.ofSeconds(5));

        machine.dies(WEB, new ExitStatus.Exited(1), Instant.now());
        await(WEB, s -> s.state() == RUNNING && s.totalRestarts() == 1);
        machine.dies(WEB, new ExitStatus.Exited(1), Instant.now());

        assertThat(await(WEB, s -> s.state() == FAILED).reason())
                .isEqualTo("gave up after 1 restarts in 10m; last: exited with code 1");
    }

    @Test
    void defect10ADeadServiceIsNotHealthyWhateverWasSaidBefore() throws Exception {
        write(
                "web",
                ", \"healthcheck\": {\"type\": \"process\"},"
                        + " \"operations\": {\"auto_recovery\": {\"enabled\": false}}");
        supervision.begin();
        String launch = await(WEB, s -> s.process().isPresent()).launchId().orElseThrow();
        supervision.roster().report(WEB, launch, new Health(Verdict.HEALTHY, "it lives"));
        await(WEB, ServiceStatus::ready);

        machine.dies(WEB, new ExitStatus.Killed(9, false), Instant.now());
        supervision.roster().report(WEB, launch, new Health(Verdict.HEALTHY, "it lives"));

        ServiceStatus status = await(WEB, s -> s.state() == FAILED);
        assertThat(status.ready()).isFalse();
        assertThat(status.health().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void otherSettingsTouchNoServiceAndReachTheSpecifications() throws Exception {
        write("web", "");
        supervision.begin();
        ServiceStatus before = await(WEB, s -> s.state() == RUNNING);

        supervision.reconfigure(settings(Map.of("auto.recovery.max.restarts", 9)));

        ServiceStatus after = await(WEB, s -> s.spec().recovery().maxRestarts() == 9);
        assertThat(after.process()).isEqualTo(before.process());
        assertThat(machine.calls).containsExactly("launch web");
    }

    @Test
    void aWorkspaceThatIsNotThereSaysNothingAboutTheServices() throws Exception {
        write("web", "");
        supervision.begin();
        await(WEB, s -> s.state() == RUNNING);

        Files.move(home.resolve("workspace"), home.resolve("unmounted"));
        supervision.discovery().look();

        ServiceStatus status = await(WEB, s -> s.problem().isPresent());
        assertThat(status.problem().orElseThrow()).contains("the workspace cannot be read");
        assertThat(status.removed()).isFalse();
        assertThat(status.state()).isEqualTo(RUNNING);
    }

    @Test
    void defect16ManyChecksAndChangesAtOnceDoNoHarm() throws Exception {
        for (int i = 0; i < 100; i++) {
            write("s" + i, ", \"healthcheck\": {\"type\": \"process\", \"interval\": \"10s\"}");
        }
        supervision.begin();
        await(Specs.id("s99"), s -> s.process().isPresent());

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                ServiceId id = Specs.id("s" + i);
                all.add(threads.submit(() -> judgeAndCommand(id)));
                all.add(threads.submit(supervision.roster()::list));
                all.add(threads.submit(supervision.roster()::lookAll));
            }
            all.add(threads.submit(supervision.discovery()::look));
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        }

        await(() -> machine.living() == 100);
        assertThat(supervision.roster().list())
                .extracting(ServiceStatus::id)
                .hasSize(100)
                .doesNotHaveDuplicates();
    }

    private Void judgeAndCommand(ServiceId id) throws Exception {
        Commands commands = new Commands(supervision.roster());
        for (int round = 0; round < 20; round++) {
            supervision
                    .roster()
                    .find(id)
                    .flatMap(ServiceStatus::launchId)
                    .ifPresent(
                            launch ->
                                    supervision
                                            .roster()
                                            .report(
                                                    id,
                                                    launch,
                                                    new Health(Verdict.HEALTHY, "it lives")));
            if (round % 5 == 0) {
                commands.restart(id, "tester");
            }
        }
        return null;
    }

    @Test
    void theEndLeavesServicesRunningAndDoesNotWaitForALauncherThatHangs() throws Exception {
        write("web", "");
        supervision.begin();
        await(WEB, s -> s.state() == RUNNING);
        launcher.holdStop(WEB, new CountDownLatch(1));
        new Commands(supervision.roster()).restart(WEB, "tester");
        await(WEB, s -> s.state() == STOPPING);

        long start = System.nanoTime();
        supervision.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
        assertThat(machine.living()).isEqualTo(1);
    }
}
