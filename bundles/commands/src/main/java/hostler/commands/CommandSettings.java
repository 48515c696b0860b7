package hostler.commands;

import java.time.Duration;
import java.util.Optional;

/**
 * What holds for the commands that start from now on; the keys are those of agent.yaml.
 *
 * @param enabled {@code command.enabled}: others than administrators may have commands run
 * @param user {@code command.user}; empty: the agent's own
 * @param maxConcurrent {@code command.max_concurrent}
 * @param timeout {@code command.timeout}
 * @param maxOutput {@code command.max_output}, bytes of stdout and stderr together
 */
record CommandSettings(
        boolean enabled,
        Optional<String> user,
        int maxConcurrent,
        Duration timeout,
        long maxOutput) {

    /**
     * As they are configured.
     *
     * @throws IllegalArgumentException naming the property that is wrong
     */
    static CommandSettings of(ShellCommands.Config config) {
        return new CommandSettings(
                config.enabled(),
                Optional.of(config.user()).filter(user -> !user.isBlank()),
                (int) positive("max.concurrent", config.max_concurrent()),
                Duration.ofMillis(positive("timeout.ms", config.timeout_ms())),
                positive("max.output.bytes", config.max_output_bytes()));
    }

    private static long positive(String property, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(
                    "hostler.commands: " + property + " must be positive, not " + value);
        }
        return value;
    }
}
