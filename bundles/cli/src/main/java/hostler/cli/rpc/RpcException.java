package hostler.cli.rpc;

import org.jspecify.annotations.Nullable;

/** A call that did not succeed; the message is one sentence for the person at the terminal. */
public final class RpcException extends Exception {
    private final Code code;

    public RpcException(Code code, String message) {
        this(code, message, null);
    }

    public RpcException(Code code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
