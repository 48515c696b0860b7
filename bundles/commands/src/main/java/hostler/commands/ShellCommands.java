package hostler.commands;

import hostler.commands.api.CommandRequest;
import hostler.commands.api.CommandSignal;
import hostler.commands.api.CommandStatus;
import hostler.commands.api.Commands;
import hostler.commands.api.RunningCommand;
import hostler.core.api.AgentInfo;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.os.api.Accounts;
import hostler.os.api.ControlGroups;
import hostler.os.api.ProcessTable;
import hostler.os.api.ProcessWatch;
import hostler.os.api.SpawnDoor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands through the one spawn door. A new configuration holds for those that start from then on;
 * those that run keep the limits they have.
 */
@Component(configurationPid = ShellCommands.PID, configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = ShellCommands.Config.class)
public final class ShellCommands implements Commands {
    static final String PID = "hostler.commands";

    /** What is not over by then its keepers end all the same. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ShellCommands.class);

    /** The settings under {@code command}. */
    @ObjectClassDefinition(name = "Hostler: commands")
    public @interface Config {
        @AttributeDefinition(
                description = "Others than local administrators may have commands run.")
        boolean enabled() default false;

        @AttributeDefinition(description = "Whom commands run as; empty: the agent's own user.")
        String user() default "";

        @AttributeDefinition(description = "How many commands may run at a time.", min = "1")
        int max_concurrent() default 16;

        @AttributeDefinition(
                description = "How long a command may take, in milliseconds.",
                min = "1")
        long timeout_ms() default 86_400_000;

        @AttributeDefinition(
                description = "How many bytes a command may write to stdout and stderr together.",
                min = "1")
        long max_output_bytes() default 1_073_741_824;
    }

    private final CommandBook book = new CommandBook();
    private final CommandStarter starter;
    private volatile CommandSettings settings;

    /** Ends, on a thread of its own, what an agent that was killed has left. */
    @Activate
    public ShellCommands(
            @Reference AgentInfo agent,
            @Reference SpawnDoor spawn,
            @Reference ProcessWatch watch,
            @Reference ProcessTable table,
            @Reference ControlGroups groups,
            @Reference Accounts accounts,
            Config config) {
        Doors doors = new Doors(spawn, watch, table, groups, accounts);
        CommandPlaces places =
                new CommandPlaces(doors, agent.home().toAbsolutePath().resolve("var/run/commands"));
        this.settings = CommandSettings.of(config);
        this.starter = new CommandStarter(doors, places, book);
        Set<String> left = places.launches();
        Thread.ofVirtual().name("hostler-commands-left").start(() -> left.forEach(places::clear));
    }

    @Modified
    void modified(Config config) {
        settings = CommandSettings.of(config);
    }

    /** Ends all commands, and waits for that until the {@link #FAREWELL} is over. */
    @Deactivate
    public void deactivate() {
        List<CommandRun> running = book.close();
        running.forEach(CommandRun::stop);
        CompletableFuture.allOf(
                        running.stream().map(CommandRun::gone).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** How many places are taken by commands that are not quite gone. */
    int taken() {
        return book.taken();
    }

    @Override
    public RunningCommand start(CommandRequest request) throws ServiceException {
        CommandSettings now = settings;
        if (!now.enabled() && !request.administrator()) {
            LOG.warn("a command of {} is refused: command.enabled is not true", request.by());
            throw new ServiceException(
                    Failure.PERMISSION_DENIED,
                    "this agent runs no commands for others than local administrators;"
                            + " command.enabled: true in its agent.yaml lets it");
        }
        CommandOrders.check(request.text());
        return starter.start(request, now);
    }

    @Override
    public CommandStatus status(String id) throws ServiceException {
        Optional<CommandStatus> known = book.running(id).map(CommandRun::status);
        return known.or(() -> book.ended(id)).orElseThrow(ShellCommands::unknown);
    }

    @Override
    public void signal(String id, CommandSignal signal, String by) throws ServiceException {
        Optional<CommandRun> run = book.running(id);
        if (run.isPresent()) {
            LOG.info("{} sends {} to command {}", by, signal, id);
            run.get().signal(signal);
        } else if (!isCancelled(status(id), signal)) {
            throw CommandRun.finished();
        }
    }

    private static boolean isCancelled(CommandStatus status, CommandSignal signal) {
        return signal == CommandSignal.CANCEL && status.state() == CommandStatus.State.CANCELLED;
    }

    private static ServiceException unknown() {
        return new ServiceException(Failure.NOT_FOUND, "command not found");
    }
}
