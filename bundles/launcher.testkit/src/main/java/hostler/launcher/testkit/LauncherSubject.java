package hostler.launcher.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hostler.launcher.api.Launch;
import hostler.launcher.api.LaunchEvent;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.LaunchHandle;
import hostler.launcher.api.Launcher;
import hostler.launcher.api.Recovered;
import hostler.launcher.api.StopOrder;
import hostler.os.api.ProcessIdentity;
import hostler.os.api.ProcessTable;
import hostler.os.api.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;

/** The launcher under test, and what every test of it needs. */
@Timeout(60)
public interface LauncherSubject {

    /** How long a test waits for what must come. */
    Duration SOON = Duration.ofSeconds(10);

    /** Long enough to notice what must not come. */
    Duration A_MOMENT = Duration.ofMillis(100);

    /** A stop whose grace is never used up. */
    StopOrder PATIENT = new StopOrder(Signal.TERM, SOON);

    /** A stop that comes to the kill at once. */
    StopOrder IMPATIENT = new StopOrder(Signal.TERM, Duration.ofMillis(200));

    /** Shell that waits for {@link #go}. */
    String UNTIL_GO = "while [ ! -e go ]; do sleep 0.01; done; ";

    /** The launcher under test; the same until {@link #replaceLauncher}. */
    Launcher launcher();

    /** Deactivates the launcher, and activates another one as the agent's next start does. */
    void replaceLauncher();

    /** The {@code startup.method} it serves. */
    String method();

    /** The processes of this machine. */
    ProcessTable processes();

    /** An empty directory of this test. */
    Path directory();

    /** A service that is this line of shell. */
    default Script script(String line) {
        return new Script(method(), directory(), line);
    }

    /** Prepares and launches. */
    default Launch launch(Script script, Events events) throws LaunchException {
        LaunchHandle handle = launcher().prepare(script.spec(), "script-" + UUID.randomUUID());
        return launcher().launch(handle, script.spec(), events);
    }

    /** Launches, and waits until the script has written so many words, each a pid or a sign. */
    default List<String> words(Script script, int count) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> written(script), words -> words.size() >= count);
    }

    private static List<String> written(Script script) throws IOException {
        if (!Files.exists(script.log())) {
            return List.of();
        }
        String text = Files.readString(script.log());
        return text.lines().limit(text.chars().filter(c -> c == '\n').count()).toList();
    }

    /** Who has this pid; the test fails when nobody has. */
    default ProcessIdentity process(String pid) {
        return processes().identify(Integer.parseInt(pid)).orElseThrow();
    }

    /** Waits until none of them lives. */
    default void awaitDeath(ProcessIdentity identity) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !processes().alive(identity));
    }

    /** Gives a script the sign it waits for: the file {@code go}. */
    default void go() throws IOException {
        Files.createFile(directory().resolve("go"));
    }

    /** Recovers a launch that still runs. */
    default Launch adopted(LaunchHandle handle, Events events) throws LaunchException {
        Recovered recovered = launcher().recover(handle, events);
        assertThat(recovered).isInstanceOf(Recovered.Adopted.class);
        return ((Recovered.Adopted) recovered).launch();
    }

    /**
     * Waits until a process is known to be the main one: the launch may have been told so late that
     * it already was, or its move is an event.
     */
    default void awaitMain(ProcessIdentity main, Launch told, Events events)
            throws InterruptedException {
        if (!told.process().equals(main)) {
            assertThat(events.next(LaunchEvent.Moved.class).launch().process()).isEqualTo(main);
        }
    }
}
