package hostler.cli.rpc;

import hostler.proto.v1.LogRecord;
import hostler.proto.v1.ReadLogRequest;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Follows the log of a service beyond the agent that was asked first: when it goes, the next one is
 * waited for, and goes on after the last record that was read. For one thread; calls block.
 */
public final class FollowedLog {
    private final AgentClient agent;
    private final String service;
    private final Consumer<String> news;
    private final Patience patience = new Patience();
    private String cursor = "";
    private boolean begun;
    private boolean gone;

    /**
     * @param news told, in a sentence for people, that the agent has gone and that it is back
     */
    public FollowedLog(AgentClient agent, String service, Consumer<String> news) {
        this.agent = agent;
        this.service = service;
        this.news = news;
    }

    /**
     * Gives every record to the reader, which tells whether it wants another one.
     *
     * @param tail so many lines of the past come first
     * @throws RpcException when the agent cannot be asked at the beginning, or refuses
     */
    public void read(int tail, Predicate<LogRecord> reader) throws RpcException {
        while (!readUntilItBreaksOff(tail, reader)) {
            awaitAgent();
        }
    }

    /** Whether nobody wants more. */
    private boolean readUntilItBreaksOff(int tail, Predicate<LogRecord> reader)
            throws RpcException {
        try (Replies<LogRecord> replies = agent.log(request(tail))) {
            boolean wanted = true;
            while (wanted) {
                Optional<LogRecord> record = replies.next(Replies.FOR_EVER);
                wanted = record.isPresent() && take(record.get(), reader);
            }
            return true;
        } catch (RpcException e) {
            brokenOff(e);
            return false;
        }
    }

    /** Whether another one is wanted. */
    private boolean take(LogRecord record, Predicate<LogRecord> reader) {
        here();
        boolean wanted =
                record.getEntryCase() == LogRecord.EntryCase.ENTRY_NOT_SET || reader.test(record);
        cursor = record.getCursor();
        return wanted;
    }

    /** What was printed is not printed again, not even where there is no place to go on at. */
    private ReadLogRequest request(int tail) {
        return ReadLogRequest.newBuilder()
                .setService(service)
                .setTailLines(begun ? 0 : tail)
                .setCursor(cursor)
                .setFollow(true)
                .build();
    }

    private void here() {
        if (gone) {
            news.accept("the agent is back; the log goes on where it broke off");
        }
        begun = true;
        gone = false;
        patience.renew();
    }

    private void brokenOff(RpcException reason) throws RpcException {
        if (!begun || !patience.bears(reason.code())) {
            throw reason;
        }
        if (!gone) {
            news.accept(reason.getMessage() + "; waiting for the agent, Ctrl-C ends this");
        }
        gone = true;
    }

    private void awaitAgent() throws RpcException {
        try {
            agent.awaitListener(patience.next());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RpcException(Code.CANCELLED, "interrupted", e);
        }
    }
}
