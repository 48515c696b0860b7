package hostler.cli.view;

import hostler.proto.v1.Event;
import hostler.proto.v1.GetServiceResponse;
import hostler.proto.v1.Service;
import java.time.Duration;
import java.time.Instant;

/** What {@code hostler status NAME} shows: everything about one service, and how it came to it. */
public final class ServiceView {
    private final Service service;
    private final Instant now;
    private final Output out;

    private ServiceView(Service service, Instant now, Output out) {
        this.service = service;
        this.now = now;
        this.out = out;
    }

    public static void print(GetServiceResponse answer, Instant now, Output out) {
        new ServiceView(answer.getService(), now, out).print();
        if (answer.getEventsCount() > 0) {
            out.line("");
            out.line(Style.HEADING, "What happened");
            answer.getEventsList().forEach(event -> print(event, out));
        }
    }

    /** One event of one service's timeline. */
    private static void print(Event event, Output out) {
        out.line(style(event), line(event, event.getMessage()));
    }

    /** One event of a timeline that several services share. */
    public static void printNamed(Event event, Output out) {
        out.line(style(event), line(event, event.getService() + ": " + event.getMessage()));
    }

    private static String line(Event event, String message) {
        String kind = event.getKind();
        String gap = " ".repeat(Math.max(1, 10 - kind.length()));
        return "  " + Times.precise(event.getAt()) + "  " + kind + gap + message;
    }

    private static Style style(Event event) {
        return event.getKind().equals("state") ? States.of(event.getState()).style() : Style.PLAIN;
    }

    private void print() {
        Cell state = States.of(service.getState());
        out.line(
                Style.HEADING,
                service.getName()
                        + (service.getVersion().isEmpty() ? "" : " " + service.getVersion()));
        out.field("", service.getDescription());
        out.field("State", state.style(), state.text() + since());
        out.field("Why", service.getReason());
        out.field("Wanted", service.getWanted() ? "running" : "stopped");
        process();
        health();
        past();
        origin();
    }

    private String since() {
        return service.hasSince()
                ? " since "
                        + Times.dateTime(service.getSince())
                        + " ("
                        + Times.ago(service.getSince(), now)
                        + ")"
                : "";
    }

    private void process() {
        if (service.getPid() == 0) {
            return;
        }
        out.field(
                "Process",
                "pid "
                        + service.getPid()
                        + ", up "
                        + Times.span(Duration.ofSeconds(service.getUptime().getSeconds()))
                        + ", started "
                        + Times.precise(service.getStartedAt())
                        + " (start ticks "
                        + service.getStartTicks()
                        + ")");
    }

    private void health() {
        Cell verdict = States.of(service.getHealth());
        String check = service.getCheck().isEmpty() ? "no check" : service.getCheck() + " check";
        String ready = service.getReady() ? "ready" : "not ready";
        if (service.getPid() != 0) {
            out.field(
                    "Health",
                    verdict.style(),
                    verdict.text()
                            + ", "
                            + ready
                            + " ("
                            + check
                            + "): "
                            + service.getHealthMessage());
        } else {
            out.field("Health", Style.FAINT, "not running (" + check + ")");
        }
    }

    private void past() {
        out.field(
                "Restarts",
                service.getTotalRestarts()
                        + ", "
                        + service.getRestarts()
                        + " count against the limit");
        if (!service.getLastExit().isEmpty()) {
            out.field(
                    "Last exit",
                    service.getLastExit()
                            + (service.hasLastExitAt()
                                    ? ", "
                                            + Times.precise(service.getLastExitAt())
                                            + " ("
                                            + Times.ago(service.getLastExitAt(), now)
                                            + ")"
                                    : ""));
        }
        if (service.hasNextStart()) {
            Duration wait = Duration.between(now, Times.instant(service.getNextStart()));
            out.field("Next start", "in " + Times.span(wait.isNegative() ? Duration.ZERO : wait));
        }
    }

    private void origin() {
        out.field("Depends on", String.join(", ", service.getDependenciesList()));
        out.field("Launcher", service.getMethod());
        out.field("Launch", service.getLaunchId());
        out.field("Package", service.getSource() + (service.getRemoved() ? " (has vanished)" : ""));
        out.field("Problem", Style.BAD, service.getProblem());
    }
}
