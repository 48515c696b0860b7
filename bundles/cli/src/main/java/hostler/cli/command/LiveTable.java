package hostler.cli.command;

import hostler.cli.ExitCode;
import hostler.cli.args.UsageException;
import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.Replies;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.Output;
import hostler.cli.view.ServiceTable;
import hostler.proto.v1.Event;
import hostler.proto.v1.ListServicesResponse;
import hostler.proto.v1.WatchEventsRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * The table of services, drawn again after every event. Between events only the uptimes go on, and
 * they need no question to the agent.
 */
final class LiveTable {

    /** Events of one cause come in a bunch. */
    private static final Duration BUNCH = Duration.ofMillis(100);

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Session session;
    private final Output output;

    LiveTable(Session session) {
        this.session = session;
        this.output = session.output();
    }

    /** Draws until the agent leaves or nobody reads any more. */
    ExitCode run() throws RpcException, UsageException {
        AgentClient agent = session.agent();
        // Subscribed before the first list is asked for, so that nothing falls between.
        try (Replies<Event> events = agent.events(WatchEventsRequest.getDefaultInstance())) {
            while (!events.ended() && !output.closed()) {
                ListServicesResponse answer = agent.services();
                long answered = System.nanoTime();
                draw(answer, Duration.ZERO);
                while (!output.closed() && !changed(events)) {
                    tick(answer, Duration.ofNanos(System.nanoTime() - answered));
                }
            }
        }
        return ExitCode.OK;
    }

    private boolean changed(Replies<Event> events) throws RpcException {
        boolean ticking = session.environment().colour();
        Optional<Event> first = events.next(ticking ? TICK : Replies.FOR_EVER);
        long deadline = System.nanoTime() + BUNCH.toNanos();
        Optional<Event> more = first;
        while (more.isPresent()) {
            more = events.next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
        return first.isPresent() || events.ended();
    }

    private void tick(ListServicesResponse answer, Duration age) {
        if (!output.json()) {
            draw(answer, age);
        }
    }

    private void draw(ListServicesResponse answer, Duration age) {
        if (output.json()) {
            output.jsonLine(answer);
        } else {
            output.redraw(screen -> table(answer, age, screen));
        }
    }

    private static void table(ListServicesResponse answer, Duration age, Output screen) {
        ServiceTable.print(answer, age, screen);
        screen.line("");
    }
}
