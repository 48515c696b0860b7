package hostler.cli.fleet;

import hostler.cli.rpc.AgentClient;
import hostler.cli.rpc.CommandRun;
import hostler.cli.rpc.RpcException;
import hostler.cli.view.States;
import hostler.proto.v1.Action;
import hostler.proto.v1.CommandProgress;
import hostler.proto.v1.CommandRequest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Services are started, stopped, restarted or reloaded.
 *
 * @param names which; empty: all
 * @param cascade whether what depends on them is stopped first
 */
record CommandedChange(Action action, List<String> names, boolean cascade) implements Change {
    CommandedChange {
        names = List.copyOf(names);
    }

    @Override
    public List<String> touched(List<String> present) {
        return names.isEmpty() ? present : present.stream().filter(names::contains).toList();
    }

    @Override
    public boolean leavesHealth() {
        return action != Action.ACTION_STOP;
    }

    @Override
    public Made make(AgentClient agent, List<String> services, Deadline deadline)
            throws RpcException {
        CommandRequest request =
                CommandRequest.newBuilder()
                        .setAction(action)
                        .addAllServices(services)
                        .setCascade(cascade)
                        .setWait(true)
                        .build();
        SortedMap<String, CommandProgress> last = new TreeMap<>();
        for (String service : services) {
            last.put(service, CommandProgress.newBuilder().setService(service).build());
        }
        CommandRun.follow(
                agent,
                request,
                deadline.left(),
                progress -> last.put(progress.getService(), progress));
        return new Made(outcome(last), List.copyOf(last.values()));
    }

    private static Outcome outcome(SortedMap<String, CommandProgress> last) {
        List<CommandProgress> bad =
                last.values().stream()
                        .filter(progress -> !progress.getDone() || !progress.getOk())
                        .toList();
        return bad.isEmpty()
                ? new Outcome(Outcome.Result.DONE, words(List.copyOf(last.values())))
                : Outcome.failed(words(bad));
    }

    private static String words(List<CommandProgress> services) {
        return services.stream().map(CommandedChange::words).collect(Collectors.joining("; "));
    }

    private static String words(CommandProgress service) {
        if (!service.getDone()) {
            return service.getService() + " not settled in time";
        }
        String state = service.getService() + " " + States.of(service.getState()).text();
        return service.getMessage().isEmpty() ? state : state + ": " + service.getMessage();
    }
}
