package hostler.controller.grpc;

import java.io.IOException;

/** A place to listen at. */
interface Endpoint {
    /** The place as people write it: "unix:/run/agent.sock", "127.0.0.1:10380". */
    String name();

    /**
     * Opens it; may block.
     *
     * @throws RefusedException when the configuration does not allow it
     * @throws IOException when it cannot be opened now; the message says why and what to do
     */
    OpenServer open(Servers servers) throws IOException;
}
