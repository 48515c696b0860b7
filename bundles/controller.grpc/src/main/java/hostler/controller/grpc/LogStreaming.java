package hostler.controller.grpc;

import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.logs.api.LogEntry;
import hostler.logs.api.LogReader;
import hostler.logs.api.ServiceLogs;
import hostler.proto.pb.StreamLogsReq;
import hostler.proto.pb.StreamLogsResp;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code pb.Package/StreamLogs}: pulls line by line, as fast as the client reads, and lets go of
 * the log as soon as the client has gone.
 */
final class LogStreaming {
    /** One wait for a line; the end of the call interrupts it. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final StreamLogsResp END = StreamLogsResp.newBuilder().setIsEof(true).build();

    private final Swappable<ServiceLogs> logs;
    private final OpenStreams open;

    LogStreaming(Swappable<ServiceLogs> logs, OpenStreams open) {
        this.logs = logs;
        this.open = open;
    }

    void stream(StreamLogsReq request, StreamObserver<StreamLogsResp> client) {
        OutboundStream<StreamLogsResp> stream = OutboundStream.to(client, open);
        stream.run("grpc-logs-" + request.getPackage(), () -> copy(request, stream));
    }

    /** How many lines of the past somebody gets who asks for so many. */
    static int tail(int asked) {
        return Math.clamp(asked, 0, ServiceLogs.MAX_LINES);
    }

    private void copy(StreamLogsReq request, OutboundStream<StreamLogsResp> stream)
            throws ServiceException, InterruptedException {
        ServiceId id = Answers.service(request.getPackage());
        int tail = tail(request.getTailLines());
        try (LogReader reader = logs.get().open(id, tail, request.getFollow())) {
            boolean read = true;
            while (read) {
                Optional<String> line = reader.next(PATIENCE).map(LogEntry::text);
                if (line.isPresent()) {
                    read = stream.send(StreamLogsResp.newBuilder().setLogLine(line.get()).build());
                } else if (reader.ended()) {
                    read = false;
                    stream.send(END);
                }
            }
        }
    }
}
