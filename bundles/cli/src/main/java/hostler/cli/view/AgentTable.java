package hostler.cli.view;

import hostler.proto.v1.GetAgentResponse;
import hostler.proto.v1.ListServicesResponse;
import java.time.Instant;
import java.util.SortedMap;

/** What {@code hostler --fleet URL status} shows: an agent a line. */
public final class AgentTable {
    private AgentTable() {}

    /** What is known of one. */
    public record Row(GetAgentResponse agent, ListServicesResponse services) {}

    /** Prints the agents under the names they are given. */
    public static void print(SortedMap<String, Row> agents, Output out) {
        Instant now = Instant.now();
        Table table = new Table("AGENT", "VERSION", "STARTED", "SERVICES", "TROUBLE");
        agents.forEach((name, row) -> table.row(cells(name, row, now)));
        out.table(table);
    }

    private static Cell[] cells(String name, Row row, Instant now) {
        GetAgentResponse agent = row.agent();
        String trouble = trouble(row);
        return new Cell[] {
            Cell.of(name),
            Cell.of(agent.getVersion()),
            Cell.of(Times.ago(agent.getStartedAt(), now)),
            Cell.of(AgentView.counts(row.services().getServicesList())),
            new Cell(trouble.isEmpty() ? "-" : trouble, trouble.isEmpty() ? Style.FAINT : Style.BAD)
        };
    }

    /** What is most worth knowing, if there is room for one thing only. */
    private static String trouble(Row row) {
        GetAgentResponse agent = row.agent();
        if (agent.getTroublesCount() > 0) {
            return agent.getTroubles(0);
        }
        if (agent.getLastReload().getProblemsCount() > 0) {
            return agent.getLastReload().getProblems(0);
        }
        return agent.getProblemsCount() > 0 ? agent.getProblems(0).getText() : "";
    }
}
