package sample.health.freshness;

import hostler.health.api.CheckResult;
import hostler.health.api.CheckTarget;
import hostler.health.api.CheckerType;
import hostler.health.api.Deadline;
import hostler.health.api.HealthChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Healthy while the file that the health check names with {@code file} is younger than {@code
 * max.age.seconds} in {@code conf/sample.health.freshness.cfg}.
 */
@CheckerType("freshness")
@Component(configurationPid = "sample.health.freshness")
@Designate(ocd = FreshnessChecker.Config.class)
public final class FreshnessChecker implements HealthChecker {

    @ObjectClassDefinition(name = "Freshness checker")
    @interface Config {
        @AttributeDefinition(description = "Seconds after which a file is stale")
        long max_age_seconds() default 60;
    }

    private final Duration maxAge;

    @Activate
    public FreshnessChecker(Config config) {
        this(Duration.ofSeconds(config.max_age_seconds()));
    }

    FreshnessChecker(Duration maxAge) {
        this.maxAge = maxAge;
    }

    @Override
    public CheckResult check(CheckTarget target, Deadline deadline) {
        Optional<Path> file = target.check().setting("file").map(target.spec().directory()::resolve);
        return file.map(this::judge)
                .orElseGet(() -> CheckResult.inconclusive("healthcheck.file is missing"));
    }

    private CheckResult judge(Path file) {
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            Duration age = Duration.between(written, Instant.now());
            String message = file + " is " + age.toSeconds() + " s old, at most " + maxAge.toSeconds();
            return age.compareTo(maxAge) <= 0 ? CheckResult.ok(message) : CheckResult.critical(message);
        } catch (NoSuchFileException e) {
            return CheckResult.critical(file + " does not exist");
        } catch (IOException e) {
            return CheckResult.inconclusive("cannot look at " + file + ": " + e.getMessage());
        }
    }
}
