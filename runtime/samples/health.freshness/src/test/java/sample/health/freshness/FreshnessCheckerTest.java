package sample.health.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.health.api.CheckResult.Outcome;
import hostler.health.api.CheckTarget;
import hostler.health.api.Deadline;
import hostler.health.api.HealthChecker;
import hostler.health.testkit.CheckTargets;
import hostler.health.testkit.HealthCheckerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every checker, and what is particular to this one. */
class FreshnessCheckerTest implements HealthCheckerContract {
    @TempDir Path directory;

    @Override
    public HealthChecker checker() {
        return new FreshnessChecker(Duration.ofSeconds(60));
    }

    @Override
    public CheckTarget healthyTarget() throws IOException {
        Files.createFile(directory.resolve("fresh"));
        return target(Map.of("file", "fresh"));
    }

    @Override
    public CheckTarget deadTarget() throws IOException {
        Path stale = Files.createFile(directory.resolve("stale"));
        Files.setLastModifiedTime(stale, FileTime.from(Instant.now().minusSeconds(3600)));
        return target(Map.of("file", "stale"));
    }

    @Override
    public Optional<CheckTarget> hangingTarget() {
        return Optional.empty();
    }

    private CheckTarget target(Map<String, String> settings) {
        return CheckTargets.inDirectory(directory, settings, TIMEOUT);
    }

    @Test
    void aMissingSettingSaysNothingAboutTheService() throws Exception {
        assertThat(checker().check(target(Map.of()), Deadline.after(TIMEOUT)).outcome())
                .isEqualTo(Outcome.INCONCLUSIVE);
    }
}
