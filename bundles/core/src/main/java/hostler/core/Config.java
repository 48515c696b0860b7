package hostler.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the configuration says, as it says it; {@link Settings} is what it means. */
@ObjectClassDefinition(
        name = "Hostler core",
        description = "Supervision of services: where they are found and what they default to")
@interface Config {
    @AttributeDefinition(description = "The agent's name")
    String agent_code() default "agent-001";

    @AttributeDefinition(
            description = "Where package.json files are looked for; empty: HOME/workspace")
    String workspace() default "";

    @AttributeDefinition(description = "Where services write their output; empty: HOME/var/log")
    String log_directory() default "";

    @AttributeDefinition(description = "Whether the agent's end ends all services, in order")
    boolean stop_services_on_exit() default false;

    @AttributeDefinition(
            description = "Whether the workspace is looked at again after the agent's start")
    boolean discovery_enabled() default true;

    @AttributeDefinition(description = "Longest time between two looks, in milliseconds")
    long discovery_interval_ms() default 30_000;

    @AttributeDefinition(description = "Whether a service starts that nobody has ever commanded")
    boolean discovery_autostart() default false;

    @AttributeDefinition(description = "A service whose package.json vanished: keep or stop it")
    String discovery_on_removed() default "keep";

    @AttributeDefinition(description = "Time between checks, in milliseconds")
    long health_check_default_interval_ms() default 30_000;

    @AttributeDefinition(description = "Longest duration of a check, in milliseconds")
    long health_check_default_timeout_ms() default 5_000;

    @AttributeDefinition(description = "So many failures in a row make a service critical")
    int health_check_default_retries() default 3;

    @AttributeDefinition(description = "Whether a service that failed is started again")
    boolean auto_recovery_enabled() default true;

    @AttributeDefinition(description = "Restarts within ten minutes; 0: no limit")
    int auto_recovery_max_restarts() default 5;

    @AttributeDefinition(description = "First wait before a restart, in milliseconds")
    long auto_recovery_restart_delay_ms() default 5_000;

    @AttributeDefinition(description = "By how much each wait is longer than the one before")
    double auto_recovery_backoff_factor() default 2.0;

    @AttributeDefinition(description = "Longest wait before a restart, in milliseconds")
    long auto_recovery_max_backoff_ms() default 60_000;

    @AttributeDefinition(description = "Cap on the kept output of a service, in bytes")
    long logging_max_size_bytes() default 104_857_600;

    @AttributeDefinition(description = "How many rotated log files are kept of a service")
    int logging_max_files() default 10;
}
