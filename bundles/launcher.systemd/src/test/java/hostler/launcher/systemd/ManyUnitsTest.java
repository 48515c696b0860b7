package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hostler.core.api.ServiceId;
import hostler.core.api.ServiceSpec;
import hostler.core.api.Startup;
import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.Recovered;
import hostler.launcher.testkit.Events;
import hostler.launcher.testkit.LauncherSubject;
import hostler.launcher.testkit.Script;
import hostler.os.api.ExitStatus;
import hostler.os.linux.InotifyLineWatch;
import hostler.os.linux.LinuxFileDoor;
import hostler.os.linux.NssAccounts;
import hostler.os.linux.ProcTable;
import hostler.systemd.UserUnit;
import hostler.systemd.testkit.Bed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fifty units at once, and the agent replaced in between. */
@Timeout(120)
class ManyUnitsTest {
    private static final int MANY = 50;

    @TempDir Path temporary;
    private final ProcTable table = new ProcTable();
    private final NssAccounts accounts = new NssAccounts();
    private final LinuxFileDoor files = new LinuxFileDoor();
    private final ExecutorService services = Executors.newVirtualThreadPerTaskExecutor();
    private SystemdLauncher launcher;

    /** One of the fifty, and what was told of it. */
    private record Subject(Launch launch, Events events) {
        LaunchHandle handle() {
            return launch.handle();
        }
    }

    @BeforeAll
    static void bed() {
        Bed.required();
    }

    @BeforeEach
    void start() {
        launcher = create(temporary.resolve("launches"));
    }

    private SystemdLauncher create(Path marks) {
        return new SystemdLauncher(
                UserUnit.AUTO,
                CreateMode.TRANSIENT,
                marks,
                table,
                accounts,
                files,
                new InotifyLineWatch(files));
    }

    @AfterEach
    void end() throws Exception {
        launcher.close();
        services.close();
        Bed.run("sh", "-c", "systemctl stop hostler.slice; systemctl reset-failed");
        accounts.close();
        files.close();
    }

    private ServiceSpec spec(String name) {
        ServiceSpec script = new Script("systemd", temporary, "exec sleep 60").spec();
        return new ServiceSpec(
                new ServiceId(name),
                script.version(),
                script.description(),
                script.source(),
                script.document(),
                new Named(script, name).startup(),
                script.healthCheck(),
                script.dependencies(),
                script.recovery(),
                script.logging(),
                script.autostart());
    }

    /** The same startup under another unit's name. */
    private record Named(ServiceSpec script, String unit) {
        Startup startup() {
            Startup like = script.startup();
            return new Startup(
                    like.method(),
                    unit,
                    like.executable(),
                    like.arguments(),
                    like.environment(),
                    like.workingDirectory(),
                    like.user(),
                    like.group(),
                    like.timeout(),
                    like.stopSignal(),
                    like.grace());
        }
    }

    private Subject launch(String name, String launchId) throws LaunchException {
        Events events = new Events();
        ServiceSpec spec = spec(name);
        return new Subject(launcher.launch(launcher.prepare(spec, launchId), spec, events), events);
    }

    private <T> List<T> all(List<Callable<T>> tasks) throws Exception {
        List<T> done = new ArrayList<>();
        for (Future<T> each : services.invokeAll(tasks)) {
            done.add(each.get());
        }
        return done;
    }

    private List<Subject> launchAll() throws Exception {
        return all(
                IntStream.range(0, MANY)
                        .<Callable<Subject>>mapToObj(
                                n -> () -> launch("many-" + n, "many-" + n + "-1"))
                        .toList());
    }

    /** The next launcher, with a listener of its own for each. */
    private List<Subject> adoptAll(List<Subject> subjects) throws Exception {
        launcher.close();
        launcher = create(temporary.resolve("launches"));
        return all(subjects.stream().<Callable<Subject>>map(each -> () -> adopt(each)).toList());
    }

    private Subject adopt(Subject subject) throws LaunchException {
        Events events = new Events();
        Recovered.Adopted adopted = (Recovered.Adopted) launcher.recover(subject.handle(), events);
        return new Subject(adopted.launch(), events);
    }

    private Void stop(Subject subject) throws LaunchException {
        launcher.stop(subject.handle(), LauncherSubject.PATIENT);
        return null;
    }

    @Test
    void noUnitIsTouchedWhenTheAgentIsReplacedAndEveryEndIsTold() throws Exception {
        List<Subject> before = launchAll();
        List<Subject> after = adoptAll(before);
        assertThat(after.stream().map(each -> each.launch().process()))
                .containsExactlyElementsOf(
                        before.stream().map(each -> each.launch().process()).toList());
        for (Subject crashing : after.subList(0, MANY / 2)) {
            ProcessHandle.of(crashing.launch().process().pid()).orElseThrow().destroyForcibly();
        }
        for (Subject crashed : after.subList(0, MANY / 2)) {
            assertThat(crashed.events().exit()).isEqualTo(new ExitStatus.Killed(9, false));
        }
        List<Subject> rest = after.subList(MANY / 2, MANY);
        for (Subject each : rest) {
            launcher.pausing().orElseThrow().pause(each.handle());
            launcher.pausing().orElseThrow().resume(each.handle());
        }
        all(rest.stream().<Callable<Void>>map(each -> () -> stop(each)).toList());
        for (Subject each : rest) {
            assertThat(each.events().exit()).isEqualTo(new ExitStatus.Killed(15, false));
        }
    }

    @Test
    void theNextLaunchTakesThePlaceOfTheLast() throws Exception {
        Subject first = launch("one", "one-1");
        stop(first);
        Subject second = launch("one", "one-2");
        launcher.forget(first.handle());
        assertThat(table.alive(second.launch().process())).isTrue();
        assertThat(launcher.recover(second.handle(), second.events()))
                .isInstanceOf(Recovered.Adopted.class);
    }

    @Test
    void aUnitThatWasNotMadeHereIsLeftAlone() throws Exception {
        Bed.run("systemd-run", "--unit=one.service", "--slice=hostler.slice", "sleep", "60");
        String pid = Bed.run("systemctl", "show", "one.service", "-P", "MainPID");
        assertThatThrownBy(() -> launch("one", "one-1"))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.kind()).isEqualTo(LaunchException.Kind.PERMANENT))
                .hasMessageContaining("one.service")
                .hasMessageContaining("not made by this agent");
        assertThat(Bed.run("systemctl", "show", "one.service", "-P", "MainPID")).isEqualTo(pid);
    }

    @Test
    void aUnitOfAnotherAgentIsLeftAlone() throws Exception {
        Subject other = launch("one", "one-1");
        try (Other agent = new Other(create(temporary.resolve("elsewhere")))) {
            ServiceSpec spec = spec("one");
            LaunchHandle handle = agent.launcher().prepare(spec, "one-2");
            assertThatThrownBy(() -> agent.launcher().launch(handle, spec, new Events()))
                    .hasMessageContaining("not made by this agent");
        }
        assertThat(table.alive(other.launch().process())).isTrue();
    }

    private record Other(SystemdLauncher launcher) implements AutoCloseable {
        @Override
        public void close() {
            launcher.close();
        }
    }
}
