package hostler.console;

import hostler.core.api.AgentConfiguration;
import hostler.core.api.PackageProblem;
import hostler.core.api.ServiceControl;
import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.StringJoiner;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Looks at services and commands them, from the console. Every command answers a text. */
@Component(
        service = ServiceCommands.class,
        property = {
            "osgi.command.scope=hostler",
            "osgi.command.function=ps",
            "osgi.command.function=status",
            "osgi.command.function=start",
            "osgi.command.function=stop",
            "osgi.command.function=restart",
            "osgi.command.function=reload"
        })
public final class ServiceCommands {
    private static final String BY = "the console";
    private static final int EVENTS = 20;

    private final ServiceRegistry registry;
    private final ServiceControl control;
    private final ServiceEvents events;
    private final AgentConfiguration configuration;

    @Activate
    public ServiceCommands(
            @Reference ServiceRegistry registry,
            @Reference ServiceControl control,
            @Reference ServiceEvents events,
            @Reference AgentConfiguration configuration) {
        this.registry = registry;
        this.control = control;
        this.events = events;
        this.configuration = configuration;
    }

    @Descriptor("lists the services")
    public String ps() {
        Columns columns =
                new Columns("NAME", "STATE", "HEALTH", "PID", "UPTIME", "RESTARTS", "REASON");
        for (ServiceStatus status : registry.list()) {
            columns.row(
                    status.id().name(),
                    status.state().name(),
                    status.health().verdict().name(),
                    status.process().map(process -> Long.toString(process.pid())).orElse("-"),
                    status.startedAt().map(ServiceCommands::age).orElse("-"),
                    Long.toString(status.totalRestarts()),
                    status.reason());
        }
        return columns.toString();
    }

    private static String age(Instant start) {
        return Duration.between(start, Instant.now())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .substring(2);
    }

    @Descriptor("everything about a service, and what happened to it")
    public String status(@Descriptor("the service") String name) throws ServiceException {
        ServiceId id = id(name);
        ServiceStatus status = registry.find(id).orElseThrow(() -> ServiceException.notFound(name));
        StringJoiner lines = new StringJoiner("\n");
        lines.add(name + " is " + status.state() + ": " + status.reason());
        lines.add("wanted: " + status.desired() + ", ready: " + status.ready());
        lines.add("health: " + status.health().verdict() + ", " + status.health().message());
        status.process().ifPresent(process -> lines.add("process: " + process));
        status.lastExit().ifPresent(exit -> lines.add("last exit: " + exit));
        status.problem().ifPresent(problem -> lines.add("problem: " + problem));
        lines.add("package: " + status.spec().source());
        events.history(id, EVENTS).forEach(event -> lines.add(line(event)));
        return lines.toString();
    }

    private static String line(ServiceEvent event) {
        return event.at() + " " + event.kind() + " " + event.message();
    }

    @Descriptor("wants services to run; does not wait")
    public String start(@Descriptor("the services") String... names) throws ServiceException {
        for (String name : names) {
            control.start(id(name), BY);
        }
        return "start commanded: " + String.join(" ", names);
    }

    @Descriptor("wants services to be stopped; does not wait")
    public String stop(@Descriptor("the services") String... names) throws ServiceException {
        for (String name : names) {
            control.stop(id(name), false, BY);
        }
        return "stop commanded: " + String.join(" ", names);
    }

    @Descriptor("stops services and starts them again; does not wait")
    public String restart(@Descriptor("the services") String... names) throws ServiceException {
        for (String name : names) {
            control.restart(id(name), BY);
        }
        return "restart commanded: " + String.join(" ", names);
    }

    @Descriptor("reads agent.yaml and the workspace now")
    public String reload() {
        AgentConfiguration.Reload reload = configuration.reload();
        control.rescan();
        StringJoiner lines = new StringJoiner("\n");
        lines.add(reload.applied() ? "agent.yaml is in force" : "agent.yaml is refused");
        reload.problems().forEach(lines::add);
        reload.needRestart().forEach(key -> lines.add(key + " waits for the next start"));
        registry.problems().stream().map(PackageProblem::toString).forEach(lines::add);
        return lines.toString();
    }

    private static ServiceId id(String name) throws ServiceException {
        return Optional.of(name)
                .filter(ServiceId::isValid)
                .map(ServiceId::new)
                .orElseThrow(() -> ServiceException.notFound(name));
    }
}
