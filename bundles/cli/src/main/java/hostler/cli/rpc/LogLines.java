package hostler.cli.rpc;

import hostler.proto.pb.StreamLogsReq;
import hostler.proto.pb.StreamLogsResp;
import hostler.settings.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks for the lines of a log, and reads them until it ends or nobody wants more. */
public final class LogLines {
    private LogLines() {}

    /**
     * Asks for the log of a service.
     *
     * @param tail so many lines of the past
     * @param follow whether what is written later is wanted as well
     */
    public static StreamLogsReq request(String service, int tail, boolean follow) {
        return StreamLogsReq.newBuilder()
                .setPackage(service)
                .setTailLines(tail)
                .setFollow(follow)
                .build();
    }

    /**
     * Gives every line to the reader, which tells whether it wants another one.
     *
     * @param time how long one line may be waited for
     * @throws RpcException when the agent breaks off or is silent for longer
     */
    public static void read(
            Replies<StreamLogsResp> replies, Duration time, Predicate<StreamLogsResp> reader)
            throws RpcException {
        boolean wanted = true;
        while (wanted) {
            Optional<StreamLogsResp> line = replies.next(time);
            if (line.isEmpty() && !replies.ended()) {
                throw new RpcException(
                        Code.DEADLINE_EXCEEDED,
                        "no line from the agent within " + Durations.format(time));
            }
            wanted = line.isPresent() && !line.get().getIsEof() && reader.test(line.get());
        }
    }
}
