package hostler.cli.rpc;

import hostler.proto.v1.CommandProgress;
import hostler.proto.v1.CommandRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows a command on an agent until every service has settled or the time is up. */
public final class CommandRun {

    /** The agent ends the wait itself; this is for one that does not. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private CommandRun() {}

    /**
     * Commands, and gives every message to the reader; returns also when the time is up.
     *
     * @param time how long the services may take to settle
     * @throws RpcException when the agent cannot be reached, refuses or breaks off
     */
    public static void follow(
            AgentClient agent,
            CommandRequest request,
            Duration time,
            Consumer<CommandProgress> reader)
            throws RpcException {
        CommandRequest limited = request.toBuilder().setTimeout(wire(time)).build();
        long deadline = System.nanoTime() + time.plus(MARGIN).toNanos();
        try (Replies<CommandProgress> replies = agent.command(limited)) {
            while (!replies.ended()) {
                long left = deadline - System.nanoTime();
                Optional<CommandProgress> reply = replies.next(Duration.ofNanos(Math.max(0, left)));
                if (reply.isEmpty()) {
                    break;
                }
                reader.accept(reply.get());
            }
        } catch (RpcException e) {
            if (e.code() != Code.DEADLINE_EXCEEDED) {
                throw e;
            }
        }
    }

    private static com.google.protobuf.Duration wire(Duration time) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(time.getSeconds())
                .setNanos(time.getNano())
                .build();
    }
}
