package hostler.etcd;

import io.grpc.StatusException;

/**
 * One question on its way over one connection. What was on its way to a leader that is gone is
 * lost, and nobody says so; and a connection can be dead long before TCP notices. So while the
 * answer does not come the member itself is asked how it stands: the question is put once more when
 * the leader has changed, given up when there is none or when nobody answers, and otherwise left in
 * etcd's queue. An etcd with much to do is thus not given the same work twice.
 *
 * @param deadline in {@link System#nanoTime}
 * @param patience how long answers take
 * @param silence how long the member may take to say how it stands
 */
record Asking(Connection connection, long deadline, Patience patience, long silence) {

    /** So many times its patience, and a question must have been lost on its way. */
    private static final int LOST = 8;

    /** Sends a question; the answer goes to an observer. */
    @FunctionalInterface
    interface Question<R> {
        void send(Connection to, long deadlineNanos, SingleAnswer<R> answer)
                throws StatusException, EtcdException;
    }

    /**
     * Waits for the answer.
     *
     * @param doing for the message of a failure
     */
    <R> R ask(String doing, Question<R> question) throws StatusException, EtcdException {
        long sent = System.nanoTime();
        long term = connection.term();
        SingleAnswer<R> answer = sent(question);
        while (!answer.within(patience.nanos())) {
            check(doing, answer);
            if (connection.term() != term || System.nanoTime() - sent > LOST * patience.nanos()) {
                answer.cancel();
                sent = System.nanoTime();
                term = connection.term();
                answer = sent(question);
            }
        }
        R value = answer.await();
        connection.heard();
        patience.answered(System.nanoTime() - sent);
        return value;
    }

    private <R> SingleAnswer<R> sent(Question<R> question) throws StatusException, EtcdException {
        SingleAnswer<R> answer = new SingleAnswer<>();
        question.send(connection, Math.max(1, deadline - System.nanoTime()), answer);
        return answer;
    }

    private void check(String doing, SingleAnswer<?> answer) throws EtcdException {
        if (connection.standing(Math.max(silence, patience.nanos()))
                instanceof Standing.Useless useless) {
            answer.cancel();
            throw Failures.useless(doing, connection.endpoint(), useless);
        }
    }
}
