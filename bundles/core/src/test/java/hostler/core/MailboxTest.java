package hostler.core;

import static org.assertj.core.api.Assertions.assertThat;

import hostler.core.api.Health;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final Mailbox mailbox = new Mailbox();

    @Test
    void aNewerMessageReplacesAnUnreadOneOfItsKind() {
        mailbox.post(new Message.Reported("a", Health.NONE));
        mailbox.post(new Message.Look());
        mailbox.post(new Message.Reported("b", Health.NONE));

        assertThat(mailbox.poll())
                .containsExactly(new Message.Look(), new Message.Reported("b", Health.NONE));
        assertThat(mailbox.poll()).isEmpty();
        assertThat(mailbox.isEmpty()).isTrue();
    }

    @Test
    void waitingEndsWithAMessageWhichStaysUnread() throws Exception {
        CompletableFuture<Void> waited = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                mailbox.await();
                                waited.complete(null);
                            } catch (InterruptedException e) {
                                waited.completeExceptionally(e);
                            }
                        });

        mailbox.post(new Message.Look());

        waited.get(10, TimeUnit.SECONDS);
        assertThat(mailbox.poll()).containsExactly(new Message.Look());
    }
}
