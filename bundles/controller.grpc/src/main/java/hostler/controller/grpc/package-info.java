/**
 * The door for the Controller and for the command line: {@code pb.*}, {@code hostler.v1}, health
 * and reflection over gRPC, on the local socket and on TCP.
 */
@NullMarked
package hostler.controller.grpc;

import org.jspecify.annotations.NullMarked;
