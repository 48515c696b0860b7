package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import hostler.proto.v1.Event;
import hostler.proto.v1.Service;
import hostler.proto.v1.Verdict;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;

/** Replacing the HTTP checker under load touches the HTTP checker and nothing else. */
class CheckerSwapTest {
    private static final String CHECKER = "hostler.health.http";
    private static final int SERVICES = 50;
    private static final int SWAPS = 20;

    @TempDir Path directory;
    private EmbeddedAgent agent;
    private HttpServer target;

    @BeforeEach
    void fiftyServicesAreChecked() throws Exception {
        target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        target.start();
        agent = new EmbeddedAgent(directory);
        String check =
                "\"healthcheck\": {\"type\": \"http\", \"interval\": \"200ms\", \"timeout\": \"2s\","
                        + " \"retries\": 1, \"http_path\": \"http://127.0.0.1:"
                        + target.getAddress().getPort()
                        + "/\"}";
        for (int i = 0; i < SERVICES; i++) {
            agent.workspace().sleeper("s" + i, check);
        }
        agent.start().awaitRunning(SERVICES);
    }

    @AfterEach
    void end() throws Exception {
        agent.close();
        target.stop(0);
    }

    @Test
    void twentySwapsChangeNoPidFlipNoVerdictTouchNoOtherBundleAndLeaveNoClassLoader()
            throws Exception {
        Map<String, Identity> before = agent.identities();
        Set<String> touched = new ConcurrentSkipListSet<>();
        SynchronousBundleListener listener = event -> touched.add(nameOf(event));
        agent.context().addBundleListener(listener);
        List<WeakReference<ClassLoader>> retired = new ArrayList<>();

        for (int swap = 1; swap <= SWAPS; swap++) {
            retired.add(new WeakReference<>(classLoader()));
            swapTo("9.0." + swap);
        }

        assertThat(touched).containsExactly(CHECKER);
        assertThat(agent.identities()).isEqualTo(before);
        assertThat(agent.services())
                .allMatch(service -> service.getHealth() == Verdict.VERDICT_HEALTHY);
        assertThat(agent.services()).extracting(Service::getTotalRestarts).containsOnly(0L);
        assertThat(verdictsSince()).isEqualTo(Set.of());
        agent.await("the old class loaders are collected", () -> collected(retired));
    }

    private void swapTo(String version) throws Exception {
        Path jar =
                Jars.withVersion(
                        Project.BUNDLES.resolve(CHECKER + ".jar"),
                        version,
                        directory.resolve("swap.jar"));
        Jars.drop(jar, agent.deploy(), "http.jar");
        agent.await(
                version + " runs",
                () ->
                        agent.bundle(CHECKER).getVersion().toString().equals(version)
                                && agent.bundle(CHECKER).getState()
                                        == org.osgi.framework.Bundle.ACTIVE);
    }

    /** Every health event that speaks of something else than coming up well. */
    private Set<String> verdictsSince() {
        Set<String> doubtful = new TreeSet<>();
        for (int i = 0; i < SERVICES; i++) {
            agent.explained("s" + i).getEventsList().stream()
                    .filter(event -> event.getKind().equals("health"))
                    .map(Event::getMessage)
                    .filter(message -> message.contains("critical") || message.contains("CRITICAL"))
                    .forEach(doubtful::add);
        }
        return doubtful;
    }

    private ClassLoader classLoader() {
        return agent.bundle(CHECKER).adapt(BundleWiring.class).getClassLoader();
    }

    private static String nameOf(BundleEvent event) {
        return event.getBundle().getSymbolicName();
    }

    private static boolean collected(List<WeakReference<ClassLoader>> retired) {
        System.gc();
        return retired.stream().allMatch(reference -> reference.get() == null);
    }
}
