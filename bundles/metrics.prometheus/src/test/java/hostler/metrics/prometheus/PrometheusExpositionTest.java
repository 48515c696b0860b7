package hostler.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.metrics.api.Exposition.Page;
import hostler.metrics.api.Family;
import hostler.metrics.api.Family.Sample;
import hostler.metrics.api.MetricSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrometheusExpositionTest {
    private static final String OPEN_METRICS =
            "application/openmetrics-text;version=1.0.0,*/*;q=0.1";

    private static final Family LOAD = Family.gauge("node_load1", "1m load average.", 0.25);
    private static final Family RESTARTS =
            Family.counter(
                    "hostler_service_restarts_total",
                    "How often it was started again.",
                    List.of(new Sample(Map.of("service", "web"), 3)));

    private final PrometheusExposition exposition = new PrometheusExposition();

    private Page page(String accept, MetricSource... sources) {
        return exposition.page(accept, List.of(sources));
    }

    @Test
    void figuresAreWrittenAsPrometheusReadsThem() {
        Page page = page("", () -> List.of(LOAD, RESTARTS));

        assertThat(page.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(page.text())
                .isEqualTo(
                        """
                        # HELP hostler_service_restarts_total How often it was started again.
                        # TYPE hostler_service_restarts_total counter
                        hostler_service_restarts_total{service="web"} 3.0
                        # HELP node_load1 1m load average.
                        # TYPE node_load1 gauge
                        node_load1 0.25
                        """);
    }

    @Test
    void whoAcceptsOpenMetricsGetsIt() {
        Page page = page(OPEN_METRICS, () -> List.of(RESTARTS));

        assertThat(page.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(page.text())
                .contains("# TYPE hostler_service_restarts counter\n")
                .contains("hostler_service_restarts_total{service=\"web\"} 3.0\n")
                .endsWith("# EOF\n");
    }

    @Test
    void whatLabelsHoldIsEscaped() {
        Family family =
                Family.gauge(
                        "hostler_registered",
                        "a \\ in\ntwo lines",
                        List.of(new Sample(Map.of("place", "a\"b\\c\nd"), 1)));

        assertThat(page("", () -> List.of(family)).text())
                .contains("hostler_registered{place=\"a\\\"b\\\\c\\nd\"} 1.0\n")
                .contains("a \\\\ in\\ntwo lines");
    }

    @Test
    void aSourceThatFailsCostsItsOwnFiguresOnly() {
        MetricSource broken =
                () -> {
                    throw new IllegalStateException("no figures today");
                };

        assertThat(page("", broken, () -> List.of(LOAD)).text()).contains("node_load1 0.25\n");
    }

    @Test
    void figuresThatPrometheusDoesNotKnowCostTheirOwnSourceOnly() {
        MetricSource shrinking =
                () ->
                        List.of(
                                Family.counter(
                                        "starts_total", "", List.of(new Sample(Map.of(), -1))));

        assertThat(page("", shrinking, () -> List.of(LOAD)).text())
                .contains("node_load1 0.25\n")
                .doesNotContain("starts");
    }

    @Test
    void ofTwoFamiliesWithOneNameTheFirstIsTaken() {
        MetricSource other = () -> List.of(Family.gauge("node_load1", "Another.", 7), RESTARTS);

        assertThat(page("", () -> List.of(LOAD), other).text())
                .contains("node_load1 0.25\n")
                .contains("hostler_service_restarts_total")
                .doesNotContain("Another.");
        assertThat(
                        page(
                                        "",
                                        () -> List.of(RESTARTS),
                                        () ->
                                                List.of(
                                                        Family.gauge(
                                                                "hostler_service_restarts", "", 1)))
                                .text())
                .doesNotContain("hostler_service_restarts 1");
    }

    @Test
    void withoutSourcesThePageIsEmpty() {
        assertThat(exposition.page("").text()).isEmpty();
        assertThat(exposition.page(OPEN_METRICS).text()).isEqualTo("# EOF\n");
    }
}
