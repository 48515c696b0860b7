package hostler.controller.grpc;

import java.io.IOException;

/**
 * A listener that is not opened until the configuration changes; the message names the key and what
 * to write.
 */
final class RefusedException extends IOException {
    RefusedException(String message) {
        super(message);
    }
}
