package hostler.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an agent's {@code /metrics} answers, read as Prometheus' documentation describes the text
 * format ("Exposition formats"), and strictly: a line that is none fails the test.
 */
record Scrape(List<Series> series) {
    private static final String NAME = "([a-zA-Z_:][a-zA-Z0-9_:]*)";
    private static final String LABEL =
            "[a-zA-Z_][a-zA-Z0-9_]*=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"";
    private static final Pattern SAMPLE =
            Pattern.compile(NAME + "(?:\\{((?:" + LABEL + ",?)*)})? (\\S+)");
    private static final Pattern TYPE = Pattern.compile("# TYPE " + NAME + " (counter|gauge)");

    /** One figure with its labels. */
    record Series(String name, Map<String, String> labels, double value) {}

    static Scrape of(RunningAgent agent) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + agent.httpPort() + "/metrics");
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            return parse(answer.body());
        }
    }

    private static Scrape parse(String text) {
        assertThat(text).endsWith("\n");
        List<Series> series = new ArrayList<>();
        String typed = "";
        for (String line : text.lines().toList()) {
            Matcher type = TYPE.matcher(line);
            if (type.matches()) {
                typed = type.group(1);
            } else if (!line.startsWith("# HELP ")) {
                Series sample = sample(line);
                assertThat(sample.name()).as("it follows its type: " + line).isEqualTo(typed);
                series.add(sample);
            }
        }
        return new Scrape(series);
    }

    private static Series sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as("it is a sample: " + line).isTrue();
        Map<String, String> labels = new HashMap<>();
        String all = sample.group(2) == null ? "" : sample.group(2);
        Matcher label = Pattern.compile(LABEL).matcher(all);
        while (label.find()) {
            labels.put(label.group().split("=", 2)[0], label.group(1));
        }
        return new Series(sample.group(1), labels, Double.parseDouble(sample.group(4)));
    }

    /** The only figure of that name with that label. */
    double value(String name, String label, String value) {
        return only(
                series.stream()
                        .filter(it -> it.name().equals(name))
                        .filter(it -> value.equals(it.labels().get(label)))
                        .toList(),
                name + " with " + label + "=" + value);
    }

    /** The only figure of that name. */
    double value(String name) {
        return only(series.stream().filter(it -> it.name().equals(name)).toList(), name);
    }

    private static double only(List<Series> found, String what) {
        assertThat(found).as(what).hasSize(1);
        return found.getFirst().value();
    }

    boolean has(String name, String label, String value) {
        return series.stream()
                .anyMatch(it -> it.name().equals(name) && value.equals(it.labels().get(label)));
    }

    boolean hasAny(String name) {
        return series.stream().anyMatch(it -> it.name().equals(name));
    }
}
