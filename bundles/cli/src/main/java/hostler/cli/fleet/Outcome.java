package hostler.cli.fleet;

import hostler.cli.rpc.RpcException;
import hostler.cli.view.Cell;
import hostler.cli.view.Style;

/**
 * How it went with one agent.
 *
 * @param reason one sentence for people; empty where nothing needs to be said
 */
record Outcome(Result result, String reason) {

    /** Ordered as the summary lists them. */
    enum Result {
        DONE("done", Style.GOOD),
        FAILED("failed", Style.BAD),
        /** Nothing was changed there: it did not answer before it was told anything. */
        UNREACHABLE("unreachable", Style.BAD),
        /** It has none of the services that are meant. */
        ABSENT("absent", Style.FAINT),
        NOT_BEGUN("not begun", Style.WARNING);

        private final String word;
        private final Style style;

        Result(String word, Style style) {
            this.word = word;
            this.style = style;
        }

        String word() {
            return word;
        }

        Cell cell() {
            return new Cell(word, style);
        }
    }

    static final Outcome DONE = new Outcome(Result.DONE, "");

    static Outcome failed(String reason) {
        return new Outcome(Result.FAILED, reason);
    }

    static Outcome notBegun(String reason) {
        return new Outcome(Result.NOT_BEGUN, reason);
    }

    /** What a failed question means; for calls that change nothing. */
    static Outcome of(RpcException failure) {
        String reason = reason(failure);
        return switch (failure.code()) {
            case UNREACHABLE, UNAVAILABLE, DEADLINE_EXCEEDED ->
                    new Outcome(Result.UNREACHABLE, reason);
            case NOT_FOUND -> new Outcome(Result.ABSENT, reason);
            default -> failed(reason);
        };
    }

    /** What a failure says of itself, or at least its code. */
    static String reason(RpcException failure) {
        String message = failure.getMessage();
        return message == null || message.isEmpty() ? failure.code().name() : message;
    }
}
