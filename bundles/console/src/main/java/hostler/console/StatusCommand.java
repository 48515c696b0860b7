package hostler.console;

import hostler.core.api.ServiceEvent;
import hostler.core.api.ServiceEvents;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.core.api.ServiceRegistry;
import hostler.core.api.ServiceStatus;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Explains one service on the console: what it is, why, and what happened to it. */
@Component(
        service = StatusCommand.class,
        property = {"osgi.command.scope=hostler", "osgi.command.function=status"})
public final class StatusCommand {
    private static final int EVENTS = 20;

    private final ServiceRegistry registry;
    private final ServiceEvents events;

    @Activate
    public StatusCommand(@Reference ServiceRegistry registry, @Reference ServiceEvents events) {
        this.registry = registry;
        this.events = events;
    }

    @Descriptor("everything about a service, and what happened to it")
    public String status(@Descriptor("the service") String name) throws ServiceException {
        ServiceId id = ServiceName.parse(name);
        ServiceStatus status = registry.find(id).orElseThrow(() -> ServiceException.notFound(name));
        return facts(status) + "\n\n" + timeline(events.history(id, EVENTS));
    }

    private static Columns facts(ServiceStatus status) {
        Columns facts = new Columns("service", status.id() + " " + status.spec().version());
        facts.row("state", Words.word(status.state()) + ": " + status.reason());
        facts.row("since", status.since().toString());
        facts.row("wanted", Words.word(status.desired()));
        facts.row(
                "health", Words.word(status.health().verdict()) + ": " + status.health().message());
        process(status, facts);
        facts.row(
                "restarts",
                status.restarts() + " that count now, " + status.totalRestarts() + " in all");
        origin(status, facts);
        return facts;
    }

    private static void process(ServiceStatus status, Columns facts) {
        status.process().ifPresent(process -> facts.row("pid", Integer.toString(process.pid())));
        status.startedAt()
                .ifPresent(at -> facts.row("started", at + " (" + Words.age(at) + " ago)"));
        status.lastExit()
                .ifPresent(exit -> facts.row("last exit", exit.describe() + " at " + exit.at()));
        status.nextStart().ifPresent(at -> facts.row("next start", at.toString()));
    }

    private static void origin(ServiceStatus status, Columns facts) {
        facts.row("package", status.spec().source() + (status.removed() ? " (removed)" : ""));
        status.problem().ifPresent(problem -> facts.row("problem", problem));
    }

    private static Columns timeline(List<ServiceEvent> history) {
        Columns timeline = new Columns("AT", "KIND", "WHAT HAPPENED");
        history.forEach(
                event ->
                        timeline.row(
                                event.at().toString(), Words.word(event.kind()), event.message()));
        return timeline;
    }
}
