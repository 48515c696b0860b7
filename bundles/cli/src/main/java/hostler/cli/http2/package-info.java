/**
 * One gRPC call over HTTP/2 on the JDK's own Unix-domain channel: what a command line needs and no
 * more, so that it starts in a tenth of a second.
 */
@NullMarked
package hostler.cli.http2;

import org.jspecify.annotations.NullMarked;
