package hostler.cli.view;

import hostler.proto.v1.ListServicesResponse;
import hostler.proto.v1.Problem;
import hostler.proto.v1.Service;
import hostler.proto.v1.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.SortedMap;

/** What {@code hostler ps} shows. */
public final class ServiceTable {
    private static final String[] HEADINGS = {
        "NAME", "STATE", "HEALTH", ">PID", ">UPTIME", ">RESTARTS", "VERSION", "CHECK", "REASON"
    };

    private ServiceTable() {}

    /**
     * Prints the services and the packages that are none.
     *
     * @param age how long ago the agent answered, for the uptimes
     */
    public static void print(ListServicesResponse answer, Duration age, Output out) {
        Table table = new Table(HEADINGS);
        for (Service service : answer.getServicesList()) {
            table.row(row(service, age));
        }
        out.table(table);
        for (Problem problem : answer.getProblemsList()) {
            out.line(style(problem), problem.getText());
        }
    }

    /** As above, for many agents by name. */
    public static void print(SortedMap<String, ListServicesResponse> agents, Output out) {
        Table table = new Table(before("AGENT", HEADINGS));
        agents.forEach(
                (agent, answer) -> {
                    for (Service service : answer.getServicesList()) {
                        table.row(before(Cell.of(agent), row(service, Duration.ZERO)));
                    }
                });
        out.table(table);
        agents.forEach(
                (agent, answer) -> {
                    for (Problem problem : answer.getProblemsList()) {
                        out.line(style(problem), agent + " | " + problem.getText());
                    }
                });
    }

    private static <T> T[] before(T first, T[] rest) {
        T[] all = Arrays.copyOf(rest, rest.length + 1);
        System.arraycopy(rest, 0, all, 1, rest.length);
        all[0] = first;
        return all;
    }

    private static Style style(Problem problem) {
        return problem.getFatal() ? Style.BAD : Style.WARNING;
    }

    private static Cell[] row(Service service, Duration age) {
        boolean alive = service.getPid() != 0;
        return new Cell[] {
            Cell.of(service.getName()),
            States.of(service.getState()),
            alive ? States.of(service.getHealth()) : Cell.of("-"),
            Cell.of(alive ? Integer.toString(service.getPid()) : "-"),
            Cell.of(alive ? Times.span(uptime(service).plus(age)) : "-"),
            Cell.of(service.getTotalRestarts()),
            Cell.of(orDash(service.getVersion())),
            Cell.of(orDash(service.getCheck())),
            Cell.of(reason(service))
        };
    }

    private static Duration uptime(Service service) {
        return Duration.ofSeconds(service.getUptime().getSeconds());
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    /** What is most worth knowing, if there is room for one thing only. */
    private static String reason(Service service) {
        if (!service.getProblem().isEmpty()) {
            return service.getProblem();
        }
        boolean ill =
                service.getHealth() == Verdict.VERDICT_CRITICAL
                        || service.getHealth() == Verdict.VERDICT_WARNING;
        return ill && service.getPid() != 0 ? service.getHealthMessage() : service.getReason();
    }
}
