package hostler.logs.journald;

import hostler.os.api.BirthRecord;
import hostler.os.api.HeldProcess;
import hostler.os.api.ProcessWatch;
import hostler.os.api.SpawnDoor;
import hostler.os.api.SpawnOrder;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of a keeper: its records are complete then. */
final class KeeperEnd implements AutoCloseable {
    private static final long LAST_WORD_SECONDS = 10;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Optional<HeldProcess> keeper;

    KeeperEnd(ProcessWatch watch, BirthRecord birth) {
        keeper = watch.hold(birth.keeper(), ended::countDown);
        if (keeper.isEmpty()) {
            ended.countDown();
        }
    }

    /** Waits for it; a keeper with nothing left to keep ends at once. */
    void await() throws InterruptedException {
        var _ = ended.await(LAST_WORD_SECONDS, TimeUnit.SECONDS);
    }

    /** Removes the records as soon as nobody will write them any more, and closes this. */
    void thenForget(SpawnOrder order, SpawnDoor spawn) {
        Thread.startVirtualThread(
                () -> {
                    try (this) {
                        await();
                        spawn.forget(order.records(), order.launchId());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @Override
    public void close() {
        keeper.ifPresent(HeldProcess::close);
    }
}
