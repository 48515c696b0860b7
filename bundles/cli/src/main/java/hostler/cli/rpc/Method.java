package hostler.cli.rpc;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

/**
 * A method of the agent.
 *
 * @param name {@code package.Service/Method}
 * @param replies reads its replies
 */
record Method<R extends MessageLite>(String name, Parser<R> replies) {}
