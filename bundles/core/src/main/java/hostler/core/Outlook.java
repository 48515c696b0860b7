package hostler.core;

import hostler.core.api.ServiceEvent.Kind;
import hostler.core.api.ServiceSpec;
import hostler.launcher.api.LaunchException;
import hostler.launcher.api.Sighting;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether what a service names runs although no launch of it does: somebody has started it outside
 * the agent. What is wanted is taken over then; what is not is told and left alone. Confined to the
 * service's reconciler.
 */
final class Outlook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outlook.class);

    private final Ticker ticker;
    private final Standing standing;
    private final Consumer<Message> mailbox;
    private Ticker.Timer again = () -> {};
    private Optional<Post> post = Optional.empty();
    private Optional<String> seen = Optional.empty();
    private long posts;

    /** Where it is looked from, and what for. */
    private record Post(
            long number, GuardedLauncher launcher, ServiceSpec spec, Sighting.Lookout lookout) {}

    Outlook(Ticker ticker, Standing standing, Consumer<Message> mailbox) {
        this.ticker = ticker;
        this.standing = standing;
        this.mailbox = mailbox;
    }

    /** Looks out while the service is down, and only then. */
    void keep() {
        Optional<GuardedLauncher> launcher =
                standing.life() instanceof Life.Down ? standing.launcher() : Optional.empty();
        boolean kept =
                post.filter(it -> it.spec().equals(standing.spec()))
                        .map(Post::launcher)
                        .equals(launcher);
        if (!kept) {
            close();
            launcher.ifPresent(this::open);
        }
    }

    private void open(GuardedLauncher launcher) {
        long number = ++posts;
        try {
            Sighting.Lookout lookout =
                    launcher.look(
                            standing.spec(),
                            what -> mailbox.accept(new Message.Sighted(number, what)));
            post = Optional.of(new Post(number, launcher, standing.spec(), lookout));
        } catch (LaunchException e) {
            LOG.debug("{}: nobody looks whether it runs", standing.id(), e);
            if (e.kind() == LaunchException.Kind.TRANSIENT) {
                again = ticker.schedule(Performer.PAUSE, () -> mailbox.accept(new Message.Look()));
            }
        }
    }

    /** Something was seen, or is not any more; by an earlier lookout it does not matter. */
    void sighted(Message.Sighted sight) {
        if (post.filter(it -> it.number() == sight.lookout()).isPresent()) {
            seen = sight.what();
            seen.ifPresent(this::answer);
        }
    }

    private void answer(String what) {
        // A task that is done is nothing to take over: it would be done once more.
        boolean wanted = standing.wanted() && !standing.done();
        standing.bulletin()
                .note(
                        Kind.ADOPTION,
                        outside(what) + (wanted ? "; it is taken over" : "; it is left alone"));
        if (wanted) {
            standing.comeback().forgive();
        }
    }

    private static String outside(String what) {
        return what + ", started outside the agent";
    }

    /** Why the service is as it is, with what is seen of it. */
    String added(String reason) {
        return seen.map(what -> reason + "; " + outside(what)).orElse(reason);
    }

    /** Looks no longer. */
    @Override
    public void close() {
        again.cancel();
        post.ifPresent(it -> it.lookout().close());
        post = Optional.empty();
        seen = Optional.empty();
    }
}
