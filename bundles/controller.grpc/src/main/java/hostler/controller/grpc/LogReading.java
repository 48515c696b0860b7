package hostler.controller.grpc;

import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.logs.api.LogEntry;
import hostler.logs.api.LogReader;
import hostler.logs.api.ServiceLogs;
import hostler.proto.v1.LogRecord;
import hostler.proto.v1.ReadLogRequest;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code hostler.v1.Agent/ReadLog}: pulls as {@link LogStreaming} does, and says with every line
 * where a reader goes on that loses this agent after it.
 */
final class LogReading {
    /** One wait for a line; the end of the call interrupts it. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Swappable<ServiceLogs> logs;
    private final OpenStreams open;

    LogReading(Swappable<ServiceLogs> logs, OpenStreams open) {
        this.logs = logs;
        this.open = open;
    }

    void read(ReadLogRequest request, StreamObserver<LogRecord> client) {
        OutboundStream<LogRecord> stream = OutboundStream.to(client, open);
        stream.run("grpc-log-" + request.getService(), () -> copy(request, stream));
    }

    private void copy(ReadLogRequest request, OutboundStream<LogRecord> stream)
            throws ServiceException, InterruptedException {
        try (LogReader reader = reader(request)) {
            boolean read = stream.send(place(reader).build());
            while (read) {
                Optional<LogEntry> entry = next(reader);
                if (entry.isPresent()) {
                    read = stream.send(record(entry.get(), reader));
                } else if (reader.ended()) {
                    read = false;
                    checkEnd(request);
                }
            }
        }
    }

    private LogReader reader(ReadLogRequest request) throws ServiceException, InterruptedException {
        ServiceId id = Answers.service(request.getService());
        return request.getCursor().isEmpty()
                ? logs.get()
                        .open(id, LogStreaming.tail(request.getTailLines()), request.getFollow())
                : logs.get().resume(id, request.getCursor(), request.getFollow());
    }

    /** A log that cannot be read is not one that somebody else could go on with. */
    private static Optional<LogEntry> next(LogReader reader)
            throws ServiceException, InterruptedException {
        try {
            return reader.next(PATIENCE);
        } catch (ServiceException e) {
            throw e.failure() == Failure.UNAVAILABLE
                    ? new ServiceException(
                            Failure.FAILED_PRECONDITION, String.valueOf(e.getMessage()), e)
                    : e;
        }
    }

    private static LogRecord record(LogEntry entry, LogReader reader) {
        LogRecord.Builder record = place(reader);
        return switch (entry) {
            case LogEntry.Line(String text) -> record.setLine(text).build();
            case LogEntry.Gap(String reason) -> record.setGap(reason).build();
        };
    }

    private static LogRecord.Builder place(LogReader reader) {
        return LogRecord.newBuilder().setCursor(reader.cursor().orElse(""));
    }

    private static void checkEnd(ReadLogRequest request) throws ServiceException {
        if (request.getFollow()) {
            throw new ServiceException(
                    Failure.UNAVAILABLE,
                    "what keeps the log of "
                            + request.getService()
                            + " has gone, as while its bundle is replaced; the last cursor leads on"
                            + " where this ends");
        }
    }
}
