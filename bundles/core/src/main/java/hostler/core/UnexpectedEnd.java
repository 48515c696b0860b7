package hostler.core;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of a thread of supervision that a mistake of ours has ended. */
final class UnexpectedEnd implements Thread.UncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(UnexpectedEnd.class);

    @Override
    public void uncaughtException(Thread thread, Throwable mistake) {
        LOG.error("{} has ended; restart the agent, services go on", thread.getName(), mistake);
    }
}
