package hostler.launcher.systemd;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The settings under {@code systemd}; handles keep what they were made with. */
@ObjectClassDefinition(name = "Hostler: systemd launcher")
@interface Config {
    @AttributeDefinition(
            description =
                    "Whose units are meant: auto is the system's for root and the agent's own"
                            + " user's otherwise; true is the own user's, for root those of"
                            + " startup.user; false is the system's.",
            options = {
                @Option(label = "auto", value = "auto"),
                @Option(label = "true", value = "true"),
                @Option(label = "false", value = "false")
            })
    String user_unit() default "auto";

    @AttributeDefinition(
            description =
                    "Where units come from: never starts and stops those that are there; transient"
                            + " makes one for each launch, file writes a unit file.",
            options = {
                @Option(label = "never", value = "never"),
                @Option(label = "transient", value = "transient"),
                @Option(label = "file", value = "file")
            })
    String create() default "never";
}
