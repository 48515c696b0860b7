package hostler.health;

import hostler.health.api.CheckResult;
import hostler.health.api.CheckTarget;
import hostler.health.api.Deadline;
import hostler.health.api.HealthChecker;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Answers what a test says, when it says it: each check takes the next answer. */
final class FakeChecker implements HealthChecker {
    /** What a check does. */
    interface Answer {
        CheckResult give() throws InterruptedException;
    }

    final BlockingQueue<CheckTarget> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

    FakeChecker answer(CheckResult result) {
        answers.add(() -> result);
        return this;
    }

    FakeChecker answer(Answer answer) {
        answers.add(answer);
        return this;
    }

    @Override
    public CheckResult check(CheckTarget target, Deadline deadline) throws InterruptedException {
        // Before it is known that somebody asked: an interrupt must meet the answer, not the queue.
        Answer ready = answers.poll();
        asked.add(target);
        return (ready == null ? answers.take() : ready).give();
    }
}
