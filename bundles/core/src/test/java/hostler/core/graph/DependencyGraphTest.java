package hostler.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.ServiceId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DependencyGraphTest {

    /** Each line is "a: b c", a needs b and c. */
    private static DependencyGraph graph(String... lines) {
        Map<ServiceId, List<ServiceId>> dependencies = new HashMap<>();
        for (String line : lines) {
            String[] sides = line.split(":", -1);
            dependencies.put(id(sides[0]), ids(sides[1]));
        }
        return DependencyGraph.of(dependencies);
    }

    private static ServiceId id(String name) {
        return new ServiceId(name.strip());
    }

    private static List<ServiceId> ids(String names) {
        return Arrays.stream(names.split(" ", -1))
                .filter(name -> !name.isEmpty())
                .map(DependencyGraphTest::id)
                .toList();
    }

    private static Startability ordered(String names) {
        return new Startability.Ordered(ids(names));
    }

    @Test
    void defect13DependencyOfADependencyIsNoCycle() {
        DependencyGraph graph = graph("c: b", "b: a", "a:");

        assertThat(graph.cycleThrough(id("c"))).isEmpty();
        assertThat(graph.startOrder(id("c"))).isEqualTo(ordered("a b c"));
    }

    @Test
    void aServiceWithoutDependenciesStartsAlone() {
        assertThat(graph("a:", "b: a").startOrder(id("a"))).isEqualTo(ordered("a"));
    }

    @Test
    void aDiamondStartsItsRootOnceAndItsSidesAlphabetically() {
        DependencyGraph graph = graph("top: right left", "right: root", "left: root", "root:");

        assertThat(graph.startOrder(id("top"))).isEqualTo(ordered("root left right top"));
    }

    @Test
    void tiesAreBrokenAlphabeticallyWhateverTheOrderOfWriting() {
        assertThat(graph("x: c a b", "a:", "b:", "c:").startOrder(id("x")))
                .isEqualTo(ordered("a b c x"));
    }

    @Test
    void aDependencyWrittenTwiceCountsOnce() {
        assertThat(graph("x: a a", "a:").startOrder(id("x"))).isEqualTo(ordered("a x"));
    }

    @Test
    void theWholeCycleIsTold() {
        DependencyGraph graph = graph("a: b", "b: c", "c: a");

        assertThat(graph.cycleThrough(id("a"))).hasValue(ids("a b c a"));
        assertThat(graph.cycleThrough(id("c"))).hasValue(ids("c a b c"));
        assertThat(graph.startOrder(id("b")))
                .isInstanceOfSatisfying(
                        Startability.Cyclic.class,
                        cyclic ->
                                assertThat(cyclic.describe())
                                        .isEqualTo("dependency cycle: b -> c -> a -> b"));
    }

    @Test
    void aServiceThatOnlyLeadsIntoACycleIsToldThatCycle() {
        DependencyGraph graph = graph("outside: a", "a: b", "b: a");

        assertThat(graph.cycleThrough(id("outside"))).hasValue(ids("a b a"));
    }

    @Test
    void aServiceBesideACycleStarts() {
        DependencyGraph graph = graph("a: b", "b: a free", "free:", "user: free");

        assertThat(graph.startOrder(id("user"))).isEqualTo(ordered("free user"));
        assertThat(graph.startOrder(id("free"))).isEqualTo(ordered("free"));
    }

    @Test
    void aServiceThatNeedsItselfIsACycleOfOne() {
        assertThat(graph("a: a").cycleThrough(id("a"))).hasValue(ids("a a"));
        assertThat(graph("a: a").dependents(id("a"))).isEmpty();
    }

    @Test
    void whatIsMissingIsToldAtAnyDepthAndSorted() {
        DependencyGraph graph = graph("a: b z", "b: y");

        assertThat(graph.missing(id("a"))).isEqualTo(ids("y z"));
        assertThat(graph.startOrder(id("a")))
                .isInstanceOfSatisfying(
                        Startability.Incomplete.class,
                        incomplete ->
                                assertThat(incomplete.describe())
                                        .isEqualTo("missing dependency: y, z"));
    }

    @Test
    void anUnknownServiceIsMissingItself() {
        assertThat(graph("a:").missing(id("nobody"))).isEqualTo(ids("nobody"));
    }

    @Test
    void aCycleIsToldBeforeSomethingMissing() {
        assertThat(graph("a: a gone").startOrder(id("a"))).isInstanceOf(Startability.Cyclic.class);
    }

    @Test
    void dependentsAreDirectAndSorted() {
        DependencyGraph graph = graph("z: a", "b: a", "far: b", "a:");

        assertThat(graph.dependents(id("a"))).containsExactlyElementsOf(ids("b z"));
        assertThat(graph.allDependents(id("a"))).containsExactlyElementsOf(ids("b far z"));
    }

    @Test
    void aMissingServiceHasDependentsToo() {
        assertThat(graph("a: gone").dependents(id("gone"))).containsExactly(id("a"));
    }

    @Test
    void stoppingGoesFromDependentsToDependencies() {
        DependencyGraph graph = graph("c: b", "b: a", "a:", "lone:");

        assertThat(graph.stopOrder(ids("a c lone b"))).isEqualTo(ids("lone c b a"));
    }

    @Test
    void stoppingKeepsOrderAcrossServicesThatAreNotStopped() {
        DependencyGraph graph = graph("a: middle", "middle: z", "z:");

        assertThat(graph.stopOrder(ids("a z"))).isEqualTo(ids("a z"));
    }

    @Test
    void stoppingTakesCyclesAndUnknownServicesAsTheyAre() {
        DependencyGraph graph = graph("a: b", "b: a root", "root:");

        assertThat(graph.stopOrder(ids("root a b removed"))).isEqualTo(ids("b a root removed"));
    }

    @Test
    void aChainOfTenThousandNeedsNoStack() {
        Map<ServiceId, List<ServiceId>> chain = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            chain.put(id("s" + i), i == 0 ? List.of() : ids("s" + (i - 1)));
        }

        Startability order = DependencyGraph.of(chain).startOrder(id("s9999"));

        assertThat(order)
                .isInstanceOfSatisfying(
                        Startability.Ordered.class,
                        ordered ->
                                assertThat(ordered.order()).hasSize(10_000).endsWith(id("s9999")));
    }

    @Test
    void theGraphDoesNotChangeWithTheMapItWasMadeOf() {
        Map<ServiceId, List<ServiceId>> dependencies = new HashMap<>();
        DependencyGraph graph = DependencyGraph.of(dependencies);

        dependencies.put(id("a"), List.of(id("a")));

        assertThat(graph.cycleThrough(id("a"))).isEmpty();
    }
}
