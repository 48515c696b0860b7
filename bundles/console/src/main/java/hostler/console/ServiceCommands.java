package hostler.console;

import hostler.core.api.Failure;
import hostler.core.api.ServiceControl;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceStatus;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists services and commands them, from the console. Every command answers a text. */
@Component(
        service = ServiceCommands.class,
        property = {
            "osgi.command.scope=hostler",
            "osgi.command.function=ps",
            "osgi.command.function=start",
            "osgi.command.function=stop",
            "osgi.command.function=restart",
            "osgi.command.function=pause",
            "osgi.command.function=resume"
        })
public final class ServiceCommands {
    static final String BY = "the console";

    private final ServiceRegistry registry;
    private final ServiceControl control;

    @Activate
    public ServiceCommands(@Reference ServiceRegistry registry, @Reference ServiceControl control) {
        this.registry = registry;
        this.control = control;
    }

    @Descriptor("lists the services")
    public String ps() {
        Columns columns =
                new Columns("NAME", "STATE", "HEALTH", "PID", "UPTIME", "RESTARTS", "REASON");
        for (ServiceStatus status : registry.list()) {
            columns.row(
                    status.id().name(),
                    Words.word(status.state()),
                    Words.word(status.health().verdict()),
                    status.process().map(process -> Integer.toString(process.pid())).orElse("-"),
                    status.startedAt().map(Words::age).orElse("-"),
                    Long.toString(status.totalRestarts()),
                    status.reason());
        }
        return columns.toString();
    }

    @Descriptor("wants services to run; does not wait")
    public String start(@Descriptor("the services") String... names) throws ServiceException {
        return command("start", names, id -> control.start(id, BY));
    }

    @Descriptor("wants services to be stopped; does not wait")
    public String stop(
            @Descriptor("stop first what depends on them")
                    @Parameter(
                            names = {"-c", "--cascade"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean cascade,
            @Descriptor("the services") String... names)
            throws ServiceException {
        return command("stop", names, id -> control.stop(id, cascade, BY));
    }

    @Descriptor("stops services and starts them again; does not wait")
    public String restart(@Descriptor("the services") String... names) throws ServiceException {
        return command("restart", names, id -> control.restart(id, BY));
    }

    @Descriptor("makes running services stand still; does not wait")
    public String pause(@Descriptor("the services") String... names) throws ServiceException {
        return command("pause", names, id -> control.pause(id, BY));
    }

    @Descriptor("lets paused services go on; does not wait")
    public String resume(@Descriptor("the services") String... names) throws ServiceException {
        return command("resume", names, id -> control.resume(id, BY));
    }

    /** Something that is told one service. */
    @FunctionalInterface
    interface Order {
        void give(ServiceId id) throws ServiceException;
    }

    /** The first refusal ends it; what stands before it has been commanded. */
    static String command(String verb, String[] names, Order order) throws ServiceException {
        if (names.length == 0) {
            throw new ServiceException(
                    Failure.INVALID_ARGUMENT, "which service? usage: " + verb + " NAME...");
        }
        for (String name : names) {
            order.give(ServiceName.parse(name));
        }
        return verb + " commanded: " + String.join(" ", names);
    }
}
