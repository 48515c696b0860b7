package hostler.cli;

import hostler.cli.rpc.Code;

/** What the command tells its caller; part of its interface, documented in {@code --help}. */
public enum ExitCode {
    OK(0, "it worked"),
    FAILED(1, "it did not work, or not for every service"),
    USAGE(2, "the command line is wrong"),
    UNREACHABLE(3, "no agent answers; with --fleet: etcd does not answer"),
    NOT_FOUND(4, "there is no such service; with --fleet: or no such agent"),
    DENIED(5, "permission denied"),
    PARTIAL(6, "with --fleet: some agents have done it, others have not"),
    NONE(7, "with --fleet: no agent has done it"),
    TIMEOUT(124, "it took longer than --timeout");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** For the help text. */
    public String meaning() {
        return meaning;
    }

    /** What a failed call means for the caller of the command. */
    static ExitCode of(Code code) {
        return switch (code) {
            case OK -> OK;
            case INVALID_ARGUMENT -> USAGE;
            case UNREACHABLE -> UNREACHABLE;
            case NOT_FOUND -> NOT_FOUND;
            case PERMISSION_DENIED, UNAUTHENTICATED -> DENIED;
            case DEADLINE_EXCEEDED -> TIMEOUT;
            default -> FAILED;
        };
    }
}
