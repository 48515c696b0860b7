package hostler.cli.view;

import hostler.proto.v1.GetAgentResponse;
import hostler.proto.v1.ListServicesResponse;
import hostler.proto.v1.Problem;
import hostler.proto.v1.Reload;
import hostler.proto.v1.Service;
import hostler.proto.v1.State;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What {@code hostler status} and {@code hostler reload} show: the agent itself. */
public final class AgentView {
    private AgentView() {}

    public static void print(
            GetAgentResponse agent, ListServicesResponse services, Instant now, Output out) {
        out.line(Style.HEADING, agent.getCode());
        out.field("Agent", "hostler " + agent.getVersion() + ", pid " + agent.getPid());
        out.field(
                "Started",
                Times.dateTime(agent.getStartedAt())
                        + " ("
                        + Times.ago(agent.getStartedAt(), now)
                        + ")");
        list("Trouble", Style.BAD, agent.getTroublesList(), out);
        out.field("Home", agent.getHome());
        out.field("Workspace", agent.getWorkspace());
        list("Listens on", Style.PLAIN, agent.getListenersList(), out);
        RegistrationView.print(agent.getRegistrationsList(), now, out);
        out.field("Services", counts(services.getServicesList()));
        print(agent.getLastReload(), out);
        problems(agent.getProblemsList(), out);
    }

    /** The outcome of reading agent.yaml. */
    public static void print(Reload reload, Output out) {
        if (reload.hasAt()) {
            out.field(
                    "Configuration",
                    reload.getApplied() ? Style.PLAIN : Style.BAD,
                    (reload.getApplied()
                                    ? "read and in force, "
                                    : "refused, the one before stays in force, ")
                            + Times.dateTime(reload.getAt()));
        }
        list("Changed", Style.PLAIN, reload.getChangedList(), out);
        list("At next start", Style.WARNING, reload.getNeedRestartList(), out);
        list("Wrong", Style.BAD, reload.getProblemsList(), out);
    }

    /** What is wrong with package.json files. */
    public static void problems(List<Problem> problems, Output out) {
        String label = "Packages";
        for (Problem problem : problems) {
            out.field(label, problem.getFatal() ? Style.BAD : Style.WARNING, problem.getText());
            label = "";
        }
        if (problems.isEmpty()) {
            out.field(label, "nothing is wrong with them");
        }
    }

    private static void list(String label, Style style, List<String> texts, Output out) {
        String once = label;
        for (String text : texts) {
            out.field(once, style, text);
            once = "";
        }
    }

    /** How many services are in which state. */
    static String counts(List<Service> services) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        services.forEach(service -> counts.merge(service.getState(), 1, Integer::sum));
        StringJoiner text =
                new StringJoiner(", ", services.size() + ": ", "").setEmptyValue("none");
        counts.forEach((state, count) -> text.add(count + " " + States.of(state).text()));
        return text.toString();
    }
}
