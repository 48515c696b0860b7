package hostler.core.api;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a service is judged.
 *
 * @param type the checker's type: {@code http}, {@code tcp}, {@code process}, {@code script}, or a
 *     plugin's
 * @param interval time from the start of one check to the start of the next; positive
 * @param timeout how long one check may take; positive
 * @param failures so many critical results in a row make the verdict critical ({@code retries}); at
 *     least 1
 * @param successes so many good results in a row make it healthy again; at least 1
 * @param settings every other key of the check's table, as text under its own name ({@code
 *     http_path}, {@code tcp_port}, ...), plus {@code port}: the first of {@code ports} where the
 *     file has one
 */
public record HealthCheck(
        String type,
        Duration interval,
        Duration timeout,
        int failures,
        int successes,
        Map<String, String> settings) {

    public HealthCheck {
        settings = Map.copyOf(settings);
    }

    /** A setting that is there and not blank. */
    public Optional<String> setting(String key) {
        return Optional.ofNullable(settings.get(key)).filter(value -> !value.isBlank());
    }
}
