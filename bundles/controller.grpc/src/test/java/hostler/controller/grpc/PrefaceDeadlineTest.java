package hostler.controller.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PrefaceDeadlineTest {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final EmbeddedChannel connection = new EmbeddedChannel(new PrefaceDeadline());

    @Test
    void whoSaysNothingIsDisconnected() {
        pass();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whoDribblesIsDisconnected() {
        send(PREFACE.substring(0, 23));
        pass();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whoSendsThePrefaceStays() {
        send(PREFACE.substring(0, 1));
        send(PREFACE.substring(1));
        assertThat(connection.pipeline().get(PrefaceDeadline.class)).isNull();
        pass();
        assertThat(connection.isOpen()).isTrue();
        assertThat(connection.inboundMessages()).hasSize(2);
    }

    private void send(String text) {
        connection.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void pass() {
        connection.advanceTimeBy(PrefaceDeadline.SECONDS, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();
    }
}
