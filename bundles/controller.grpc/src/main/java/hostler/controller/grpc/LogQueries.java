package hostler.controller.grpc;

import com.google.protobuf.Timestamp;
import hostler.core.api.Failure;
import hostler.core.api.ServiceException;
import hostler.core.api.ServiceId;
import hostler.logs.api.LogBoot;
import hostler.logs.api.LogFilter;
import hostler.logs.api.LogPage;
import hostler.logs.api.LogQuery;
import hostler.logs.api.ServiceLogs;
import hostler.proto.pb.QueryLogsReq;
import hostler.proto.pb.QueryLogsResp;
import hostler.proto.v1.QueryLogsRequest;
import hostler.proto.v1.QueryLogsResponse;
import io.grpc.stub.StreamObserver;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code pb.Package/QueryLogs} and {@code hostler.v1.Agent/QueryLogs}. A query runs on a thread of
 * its own, which is interrupted when its caller leaves or its deadline has passed.
 */
final class LogQueries {
    private final Swappable<ServiceLogs> logs;
    private final OpenStreams open;

    LogQueries(Swappable<ServiceLogs> logs, OpenStreams open) {
        this.logs = logs;
        this.open = open;
    }

    void query(QueryLogsReq request, StreamObserver<QueryLogsResp> client) {
        OutboundStream<QueryLogsResp> answer = OutboundStream.to(client, open);
        answer.run("grpc-query-" + request.getPackage(), () -> answer.send(answer(request)));
    }

    private QueryLogsResp answer(QueryLogsReq request)
            throws ServiceException, InterruptedException {
        LogFilter filter =
                new LogFilter(
                        seconds("start_time", request.getStartTime()),
                        seconds("end_time", request.getEndTime()),
                        request.getKeyword(),
                        request.getLevel(),
                        Optional.empty());
        LogPage page =
                page(
                        request.getPackage(),
                        new LogQuery(
                                filter,
                                request.getReverse(),
                                request.getOffset(),
                                request.getLimit()));
        return QueryLogsResp.newBuilder()
                .addAllLogs(page.lines())
                .setTotal(page.total())
                .setHasMore(page.hasMore())
                .build();
    }

    void query(QueryLogsRequest request, StreamObserver<QueryLogsResponse> client) {
        OutboundStream<QueryLogsResponse> answer = OutboundStream.to(client, open);
        answer.run("grpc-query-" + request.getService(), () -> answer.send(answer(request)));
    }

    private QueryLogsResponse answer(QueryLogsRequest request)
            throws ServiceException, InterruptedException {
        LogFilter filter =
                new LogFilter(
                        stamp("since", request.hasSince(), request.getSince()),
                        stamp("until", request.hasUntil(), request.getUntil()),
                        request.getKeyword(),
                        request.getLevel(),
                        boot(request.getBoot()));
        LogPage page =
                page(
                        request.getService(),
                        new LogQuery(
                                filter,
                                request.getNewestFirst(),
                                request.getOffset(),
                                request.getLimit()));
        return QueryLogsResponse.newBuilder()
                .addAllLines(page.lines())
                .setTotal(page.total())
                .setHasMore(page.hasMore())
                .build();
    }

    private LogPage page(String service, LogQuery query)
            throws ServiceException, InterruptedException {
        ServiceId id = Answers.service(service);
        return logs.get().query(id, query);
    }

    private static Optional<Instant> seconds(String field, long seconds) throws ServiceException {
        return stamp(field, seconds > 0, Timestamp.newBuilder().setSeconds(seconds).build());
    }

    private static Optional<Instant> stamp(String field, boolean given, Timestamp stamp)
            throws ServiceException {
        try {
            return given
                    ? Optional.of(Instant.ofEpochSecond(stamp.getSeconds(), stamp.getNanos()))
                    : Optional.empty();
        } catch (DateTimeException | ArithmeticException e) {
            throw new ServiceException(
                    Failure.INVALID_ARGUMENT,
                    field + ": " + stamp.getSeconds() + " is no time in unix seconds",
                    e);
        }
    }

    private static Optional<LogBoot> boot(String text) throws ServiceException {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(new LogBoot(text));
        } catch (IllegalArgumentException e) {
            throw new ServiceException(Failure.INVALID_ARGUMENT, "boot: " + e.getMessage(), e);
        }
    }
}
