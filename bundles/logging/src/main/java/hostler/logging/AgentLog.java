package hostler.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Applies {@code agent.log_level} and the log's cap to the logger that is running already. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "hostler.logging",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AgentLog.Config.class)
public final class AgentLog {
    /** Name of the file appender in logback.xml. */
    private static final String FILE = "FILE";

    /** What logback's fixed window allows. */
    private static final int MOST_FILES = 20;

    @ObjectClassDefinition(name = "The agent's own log")
    @interface Config {
        @AttributeDefinition(description = "debug, info, warn or error")
        String level() default "info";

        @AttributeDefinition(description = "Bytes of one file before it is rotated")
        long max_size_bytes() default 100L << 20;

        @AttributeDefinition(description = "Rotated files that are kept, at most " + MOST_FILES)
        int max_files() default 10;
    }

    @Activate
    public AgentLog(Config config) {
        this(config, LoggerFactory.getILoggerFactory());
    }

    AgentLog(Config config, ILoggerFactory factory) {
        if (factory instanceof LoggerContext context) {
            Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            root.setLevel(Level.toLevel(config.level(), Level.INFO));
            if (root.getAppender(FILE) instanceof RollingFileAppender<ILoggingEvent> file) {
                cap(file, config);
            }
        }
    }

    private static void cap(RollingFileAppender<ILoggingEvent> file, Config config) {
        if (file.getTriggeringPolicy() instanceof SizeBasedTriggeringPolicy<?> size) {
            size.setMaxFileSize(new FileSize(config.max_size_bytes()));
        }
        if (file.getRollingPolicy() instanceof FixedWindowRollingPolicy window) {
            window.setMaxIndex(Math.clamp(config.max_files(), 1, MOST_FILES));
        }
    }
}
