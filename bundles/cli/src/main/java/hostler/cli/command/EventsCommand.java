package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.Manual;
import hostler.cli.args.Option;
import hostler.cli.args.UsageException;
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

/** What happened, and what happens. */
final class EventsCommand extends Command {
    private final Option<Boolean> follow =
            arguments()
                    .flag(
                            "Show what happens from now on instead; Ctrl-C ends it.",
                            "-f",
                            "--follow");

    private final Option<Integer> count =
            arguments().count(20, "So many events of each service.", "-n", "--count");

    EventsCommand() {
        arguments().operands("NAME", 0, Integer.MAX_VALUE, "The services; default: all.");
    }

    @Override
    Manual.Page page() {
        return new Manual.Page(
                List.of(
                        "Shows what happened to services and what was decided about them, in order."),
                List.of(
                        "",
                        "Examples:",
                        "  hostler events",
                        "  hostler events web db -f",
                        "  hostler events -f -o json        one object a line"));
    }

    @Override
    public ExitCode run(Session session) throws RpcException, UsageException {
        if (follow.value()) {
            follow(session);
        } else {
            past(session).forEach(event -> print(event, session.output()));
        }
        return ExitCode.OK;
    }

    private void follow(Session session) throws RpcException, UsageException {
        WatchEventsRequest request =
                WatchEventsRequest.newBuilder().addAllServices(arguments().given()).build();
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
        List<String> services = arguments().given();
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
                                            .setEvents(count.value())
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
