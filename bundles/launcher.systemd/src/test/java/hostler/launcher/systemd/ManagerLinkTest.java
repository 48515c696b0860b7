package hostler.launcher.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.systemd.UnitName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a manager, and when, against one that speaks in an order of the test's own. */
@Timeout(60)
class ManagerLinkTest {
    private static final UnitName WEB = new UnitName("web.service");
    private static final UnitName DB = new UnitName("db.service");
    private static final Map<String, Variant<?>> STARTS =
            Map.of("ActiveState", new Variant<>("activating"));

    private final ExecutorService agent = Executors.newVirtualThreadPerTaskExecutor();
    private FakeManager manager;
    private ManagerLink link;

    @BeforeEach
    void listen(@TempDir Path directory) throws Exception {
        manager = new FakeManager(directory.resolve("private"));
        link = new ManagerLink(manager.address());
    }

    @AfterEach
    void close() {
        link.close();
        manager.close();
        agent.shutdownNow();
    }

    @Test
    void aUnitThatComesBackIsLookedAtAndNoOther() throws Exception {
        track(DB, "loaded");
        TrackedUnit web = track(WEB, "not-found");
        manager.changed(WEB.objectPath(), STARTS);
        assertThat(answerLook("loaded")).containsOnly(WEB.objectPath());
        assertThat(web.await(UnitState::loaded, Duration.ofSeconds(30))).isTrue();
        nothingElseIsAsked();
    }

    @Test
    void whileTheAnswerIsOnItsWayItIsNotLookedAtAgain() throws Exception {
        TrackedUnit web = track(WEB, "not-found");
        manager.changed(WEB.objectPath(), STARTS);
        manager.changed(WEB.objectPath(), STARTS);
        manager.changed(WEB.objectPath(), STARTS);
        answerLook("not-found");
        nothingElseIsAsked();
        manager.changed(WEB.objectPath(), STARTS);
        answerLook("loaded");
        assertThat(web.await(UnitState::loaded, Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void aLookThatALostConnectionLeavesWithoutAnAnswerIsNotTheLast() throws Exception {
        TrackedUnit web = track(WEB, "not-found");
        manager.changed(WEB.objectPath(), STARTS);
        manager.next();
        manager.next();
        manager.hangUp();
        answerLook("not-found");
        manager.changed(WEB.objectPath(), STARTS);
        answerLook("loaded");
        assertThat(web.await(UnitState::loaded, Duration.ofSeconds(30))).isTrue();
    }

    private TrackedUnit track(UnitName unit, String loadState) throws Exception {
        Future<TrackedUnit> tracked = agent.submit(() -> link.track(unit, state -> {}));
        answerLook(unit, loadState); // at its name
        answerLook(unit, loadState);
        return tracked.get(30, TimeUnit.SECONDS);
    }

    /** Answers what is asked next about a unit; the objects that were asked about. */
    private List<String> answerLook(String loadState) throws Exception {
        return answerLook(WEB, loadState);
    }

    private List<String> answerLook(UnitName unit, String loadState) throws Exception {
        List<String> asked = new ArrayList<>();
        for (int each = 0; each < 2; each++) {
            MethodCall call = manager.next();
            asked.add(call.getPath());
            manager.tell(
                    call,
                    Map.of(
                            "Id", new Variant<>(unit.full()),
                            "LoadState", new Variant<>(loadState)));
        }
        return asked;
    }

    /** By asking for something, whose answer comes after what was asked before. */
    private void nothingElseIsAsked() throws Exception {
        Callable<UnitState> glance = () -> link.glance(new UnitName("marker.service"));
        Future<UnitState> marked = agent.submit(glance);
        assertThat(answerLook("loaded")).containsOnly(new UnitName("marker.service").objectPath());
        marked.get(30, TimeUnit.SECONDS);
        assertThat(manager.asked).isEmpty();
    }
}
