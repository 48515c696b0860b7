package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.rpc.Replies;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.Output;
import hostler.cli.view.ServiceView;
import hostler.proto.v1.Event;
import hostler.proto.v1.GetServiceRequest;
import hostler.proto.v1.GetServiceResponse;
import hostler.proto.v1.Service;
import hostler.proto.v1.WatchEventsRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What happened, and what happens. */
@CommandLine.Command(
        name = "events",
        description = "Shows what happened to services and what was decided about them, in order.",
        footer = {
            "",
            "Examples:",
            "  hostler events",
            "  hostler events web db -f",
            "  hostler events -f -o json        one object a line"
        })
final class EventsCommand extends Command {
    @Parameters(arity = "0..*", paramLabel = "NAME", description = "The services; default: all.")
    private final List<String> names = new ArrayList<>();

    @Option(
            names = {"-f", "--follow"},
            description = "Show what happens from now on instead; Ctrl-C ends it.")
    private boolean follow;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "COUNT",
            description = "So many events of each service. Default: ${DEFAULT-VALUE}.")
    private int count = 20;

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        if (follow) {
            follow(session);
        } else {
            past(session).forEach(event -> print(event, session.output()));
        }
        return ExitCode.OK;
    }

    private void follow(Session session) throws RpcException, UsageException {
        WatchEventsRequest request = WatchEventsRequest.newBuilder().addAllServices(names).build();
        Output output = session.output();
        try (Replies<Event> events = session.agent().events(request)) {
            while (!output.closed()) {
                Optional<Event> event = events.next(Replies.FOR_EVER);
                if (event.isEmpty()) {
                    return;
                }
                print(event.get(), output);
                output.flush();
            }
        }
    }

    private List<Event> past(Session session) throws RpcException, UsageException {
        List<String> services = names;
        if (services.isEmpty()) {
            services =
                    session.agent().services().getServicesList().stream()
                            .map(Service::getName)
                            .toList();
        }
        List<Event> events = new ArrayList<>();
        for (String service : services) {
            GetServiceResponse answer =
                    session.agent()
                            .service(
                                    GetServiceRequest.newBuilder()
                                            .setName(service)
                                            .setEvents(count)
                                            .build());
            events.addAll(answer.getEventsList());
        }
        events.sort(Comparator.comparingLong(Event::getSequence));
        return events;
    }

    private static void print(Event event, Output output) {
        if (output.json()) {
            output.jsonLine(event);
        } else {
            ServiceView.printNamed(event, output);
        }
    }
}
