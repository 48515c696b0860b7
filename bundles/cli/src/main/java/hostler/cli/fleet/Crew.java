package hostler.cli.fleet;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Does one thing for many agents, so many at a time. */
final class Crew {
    private final int size;

    Crew(int size) {
        this.size = size;
    }

    /** Returns when it is done for all of them; the job is called on several threads. */
    void each(List<Member> members, Consumer<Member> job) {
        Semaphore hands = new Semaphore(size);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Member member : members) {
                hands.acquireUninterruptibly();
                threads.execute(
                        () -> {
                            try {
                                job.accept(member);
                            } finally {
                                hands.release();
                            }
                        });
            }
        }
    }
}
