package hostler.controller.grpc;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that does not send the client's connection preface (RFC 9113, 3.4) in time:
 * who connects and says nothing shall not hold a descriptor until the idle limit.
 */
final class PrefaceDeadline extends ChannelInboundHandlerAdapter {
    static final int SECONDS = 5;

    private static final int PREFACE_BYTES = 24;

    private @Nullable ScheduledFuture<?> deadline;
    private int missing = PREFACE_BYTES;

    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline =
                context.executor()
                        .schedule(
                                () -> {
                                    var _ = context.close();
                                },
                                SECONDS,
                                TimeUnit.SECONDS);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        missing -= message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        if (missing <= 0) {
            cancel();
            context.pipeline().remove(this);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
