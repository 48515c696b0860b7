package hostler.cli.fleet;

import hostler.cli.ExitCode;
import hostler.cli.fleet.Change.Made;
import hostler.cli.fleet.Outcome.Result;
import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.JsonObject;
import hostler.proto.pb.ListHealthStatusesResp;
import hostler.proto.pb.ServiceHealth;
import hostler.settings.Durations;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Makes a change on batch after batch. Nothing more is begun once more agents than allowed have
 * failed, or the operator has had enough; what is under way is finished.
 */
final class Rolling {
    /** So many agents of a batch are named in advance. */
    private static final int NAMED = 5;

    private final Fleet fleet;
    private final FleetOptions options;
    private final Change change;
    private final Interrupt interrupt;
    private final Crew crew;

    /** What the agents that were changed have to go on passing. */
    private final Map<Member, HealthGate> gates = new ConcurrentHashMap<>();

    Rolling(Fleet fleet, FleetOptions options, Change change, Interrupt interrupt) {
        this.fleet = fleet;
        this.options = options;
        this.change = change;
        this.interrupt = interrupt;
        this.crew = new Crew(options.concurrency());
    }

    ExitCode run() {
        List<List<Member>> batches = options.batch().split(fleet.members());
        for (int number = 1; number <= batches.size(); number++) {
            List<Member> batch = batches.get(number - 1);
            announce(number, batches.size(), batch);
            crew.each(batch, this::change);
            if (number < batches.size() && stopped().isEmpty()) {
                soak(batch);
            }
        }
        return fleet.report().conclude();
    }

    private void announce(int number, int all, List<Member> batch) {
        if (stopped().isEmpty()) {
            String names =
                    batch.stream().limit(NAMED).map(Member::name).collect(Collectors.joining(", "));
            String rest = batch.size() > NAMED ? ", and " + (batch.size() - NAMED) + " more" : "";
            fleet.progress("batch " + number + " of " + all + ": " + names + rest);
        }
    }

    /** Why nothing more is begun; empty: go on. */
    private String stopped() {
        if (interrupt.asked()) {
            return "interrupted before";
        }
        int failed = fleet.report().count(Result.FAILED);
        return failed > options.maxFailed()
                ? "stopped before: " + failed + " failed, --max-failed is " + options.maxFailed()
                : "";
    }

    private void change(Member member) {
        String stopped = stopped();
        if (stopped.isEmpty()) {
            fleet.attempt(member, this::change);
        } else {
            fleet.report().add(member, Outcome.notBegun(stopped));
        }
    }

    private void change(Member member, AgentClient agent) throws RpcException {
        Deadline deadline = Deadline.after(fleet.timeout());
        ListHealthStatusesResp before = agent.health();
        List<String> services = change.touched(names(before));
        if (services.isEmpty()) {
            fleet.report().add(member, new Outcome(Result.ABSENT, "has no such service"));
            return;
        }
        HealthGate gate = HealthGate.of(services, before);
        Made made = make(agent, services, deadline);
        Outcome outcome = made.outcome();
        if (outcome.result() == Result.DONE && change.leavesHealth()) {
            gates.put(member, gate);
            outcome = pass(gate, agent, deadline, outcome);
        }
        JsonObject object = Report.object(member).add("answers", made.answers());
        fleet.report().add(member, outcome, object);
    }

    private static List<String> names(ListHealthStatusesResp health) {
        return health.getHealthStatusesList().stream().map(ServiceHealth::getPackage).toList();
    }

    /** From here on an agent that does not answer may have been changed. */
    private Made make(AgentClient agent, List<String> services, Deadline deadline) {
        try {
            return change.make(agent, services, deadline);
        } catch (RpcException e) {
            return new Made(Outcome.failed(Outcome.reason(e)), List.of());
        }
    }

    private Outcome pass(HealthGate gate, AgentClient agent, Deadline deadline, Outcome done) {
        try {
            return gate.await(agent, deadline)
                    .map(wrong -> Outcome.failed(wrong + late()))
                    .orElse(done);
        } catch (RpcException e) {
            return Outcome.failed("its health is not known: " + Outcome.reason(e));
        }
    }

    private String late() {
        return "; not healthy within " + Durations.format(fleet.timeout());
    }

    /** Gives what was changed the time to break, and looks again. */
    private void soak(List<Member> batch) {
        if (options.pause().isZero()) {
            return;
        }
        fleet.progress("pause of " + Durations.format(options.pause()));
        interrupt.pause(options.pause());
        List<Member> changed = batch.stream().filter(this::isDone).toList();
        crew.each(changed, member -> fleet.attempt(member, this::lookAgain));
    }

    private boolean isDone(Member member) {
        return gates.containsKey(member) && fleet.report().of(member).result() == Result.DONE;
    }

    private void lookAgain(Member member, AgentClient agent) {
        String after = " (" + Durations.format(options.pause()) + " after it was done)";
        try {
            HealthGate gate = gates.getOrDefault(member, new HealthGate(Map.of()));
            gate.complaint(agent.health())
                    .ifPresent(wrong -> fleet.report().add(member, Outcome.failed(wrong + after)));
        } catch (RpcException e) {
            String reason = "does not answer any more" + after + ": " + Outcome.reason(e);
            fleet.report().add(member, Outcome.failed(reason));
        }
    }
}
